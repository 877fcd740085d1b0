import { describe, expect, test } from 'vitest'
import { browserCookies } from './cookies.js'

const { read, set, clear } = browserCookies({
  prefix: '__Host-',
  secure: true,
  sameSite: 'Lax',
  partitioned: false,
})
const none = { session: undefined, signUp: undefined, device: undefined, csrf: [], attempts: [] }

describe('the cookies of a request', () => {
  test('are found by their names among others', () => {
    expect(
      read('a=b; __Host-latchkey=one;__Host-latchkey-device=two ; XSRF-TOKEN=a=b=; __Host-latchkey-sign-up='),
    ).toEqual({
      session: 'one',
      device: 'two',
      csrf: ['a=b='],
      signUp: '',
      attempts: [],
    })
  })

  test('are those of this server alone: a neighbour cannot plant one without the prefix', () => {
    expect(read('latchkey=planted; __host-latchkey=planted; __Host-Latchkey=planted')).toEqual(none)
  })

  // Chromium keeps and sends a name behind the one byte A0, which Node reads as U+00A0.
  test.each(['\u00a0', '\ufeff', '\u2000', '\u3000', '\u2028', '\v', '\f'])(
    '%j belongs to a name: what follows it has no prefix for a browser',
    (space) => {
      for (const name of ['', '-sign-up', '-device', '-go-12345678'])
        expect(read(`${space}__Host-latchkey${name}=planted`)).toEqual(none)
    },
  )

  test('of sign-ins under way all count, by what tells them apart', () => {
    expect(
      read('__Host-latchkey-go-a1=one; latchkey-go-a2=planted; __Host-latchkey-go-a3=two').attempts,
    ).toEqual([
      { name: 'a1', value: 'one' },
      { name: 'a3', value: 'two' },
    ])
  })

  test('of two with one name the first counts', () => {
    expect(read('__Host-latchkey=first; __Host-latchkey=second').session).toBe('first')
  })

  test('of CSRF cookies all count: a neighbour may have planted one beside ours', () => {
    expect(read('XSRF-TOKEN=planted; XSRF-TOKEN=ours').csrf).toEqual(['planted', 'ours'])
  })

  test.each([
    [null],
    [''],
    [';;;'],
    ['__Host-latchkey'],
    ['=__Host-latchkey'],
    [`__Host-latchkey=a; x=${'y'.repeat(16 * 1024)}`],
  ])('what cannot be read holds none', (header) => {
    expect(read(header)).toEqual(none)
  })
})

test('a cookie is cleared with the attributes it was set with, or browsers would keep it', () => {
  const attributesOf = (line: string) => line.slice(line.indexOf(';'))
  for (const name of ['session', 'signUp', 'device', 'csrf'] as const)
    expect(attributesOf(clear(name))).toBe(`${attributesOf(set(name, 'x'))}; Max-Age=0`)
})
