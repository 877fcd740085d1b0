import { describe, expect, it } from 'vitest'
import { judgeKeeping, judgeSending, readSetCookie } from './judge-cookie.js'

const AUTH = 'https://auth.example.com/session'

const keeping = (line: string, server = AUTH): readonly string[] => {
  const cookie = readSetCookie(line)
  if (cookie === undefined) throw new Error('no cookie')
  return judgeKeeping(cookie, new URL(server)).map(({ seen }) => seen)
}
const sending = (line: string, app: string, server = AUTH): readonly string[] => {
  const cookie = readSetCookie(line)
  if (cookie === undefined) throw new Error('no cookie')
  return judgeSending(cookie, new URL(app), new URL(server)).map(
    ({ severity, seen }) => `${severity}: ${seen}`,
  )
}

describe('a cookie is kept', () => {
  it.each([
    ['__Host-latchkey=x; Path=/; Secure; HttpOnly; SameSite=Lax', AUTH],
    ['latchkey=x; path=/; samesite=lax', 'http://localhost:4000/session'],
    ['a=x; Path=/; Secure; Domain=example.com', AUTH],
    ['a=x; Path=/; Secure; Domain=.Example.com', AUTH],
    ['a=x; Path=/; SameSite=Lax', 'http://localhost:4000'],
    ['a=x; Secure; SameSite=None; Partitioned; Path=/', AUTH],
  ])('%s', (line, server) => {
    expect(keeping(line, server)).toEqual([])
  })
})

describe('a cookie is dropped, or does harm', () => {
  it.each([
    ['__Host-a=x; Path=/', AUTH, [/prefix needs Secure/, /not Secure, at https/]],
    ['__Host-a=x; Path=/auth; Secure', AUTH, [/__Host- allows/, /Path=\/auth/]],
    ['__Host-a=x; Path=/; Secure; Domain=auth.example.com', AUTH, [/__Host- allows no Domain/]],
    ['__host-a=x; Path=/; Secure; Domain=auth.example.com', AUTH, [/__Host- allows no Domain/]],
    ['__Secure-a=x; Path=/; Secure', 'http://localhost:4000', [/prefix needs Secure and https/]],
    ['a=x; Path=/; Secure', 'http://auth.example.com', [/Secure, and the address is http/]],
    ['a=x; Path=/; Secure; Domain=other.com', AUTH, [/Domain other\.com is not that of/]],
    ['a=x; Path=/; Secure; Domain=ample.com', AUTH, [/Domain ample\.com is not that of/]],
    ['a=x; Path=/; Secure; Domain=com', AUTH, [/Domain com belongs to many/]],
    ['a=x; Path=/; Secure; Domain=github.io', 'https://you.github.io', [/github\.io belongs to many/]],
    ['a=x; Path=/; SameSite=None', 'http://localhost:4000', [/SameSite=None needs Secure/]],
    ['a=x; Path=/', AUTH, [/not Secure, at https/]],
    ['a=x; Path=/auth; Secure', AUTH, [/Path=\/auth, not/]],
  ])('%s from %s', (line, server, problems) => {
    expect(keeping(line, server)).toEqual(problems.map((problem) => expect.stringMatching(problem)))
  })
})

describe('a cookie is sent', () => {
  it.each([
    ['from its own origin', 'https://auth.example.com'],
    ['from its own site', 'https://app.example.com'],
    ['from its own site, whatever the port', 'https://app.example.com:8443'],
  ])('%s', (_, app) => {
    expect(sending('a=x; Secure; SameSite=Lax', app)).toEqual([])
  })

  it.each([
    ['SameSite=Lax', 'https://app.example.net', /^error: browsers do not send a/],
    ['SameSite=Strict', 'https://app.example.net', /^error: browsers do not send a/],
    ['Secure', 'https://app.example.net', /^error: browsers do not send a \(SameSite=Lax\)/],
    ['SameSite=Lax', 'http://app.example.com', /^error: .*http and https/],
    ['SameSite=Lax', 'https://example.org', /^error: browsers do not send a/],
    ['SameSite=None; Secure', 'https://app.example.net', /^warning: a is not Partitioned/],
  ])('not with %s from %s', (attributes, app, problem) => {
    expect(sending(`a=x; ${attributes}`, app)).toEqual([expect.stringMatching(problem)])
  })

  it('across sites when it says so, in the jar of each', () => {
    expect(sending('a=x; Secure; SameSite=None; Partitioned', 'https://app.example.net')).toEqual([])
  })
})

it('what is no cookie is none', () => {
  for (const line of ['', '=x', 'x', '; Secure']) expect(readSetCookie(line)).toBeUndefined()
})
