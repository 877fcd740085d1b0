import { publicSentences } from '@latchkey/contract'
import { expect, test } from 'vitest'
import { isRefusalPage, refusalPage, signInRefusal } from './sign-in-refusal.js'

test('a reason of Latchkey has its public sentence', () => {
  expect(signInRefusal('user_suspended')).toBe(publicSentences.user_suspended)
})

test.each(['<script>', 'constructor', '__proto__', '', null, undefined, ['user_suspended']])(
  'whatever else stands in the address renders nothing: %j',
  (code) => {
    expect(signInRefusal(code)).toBeUndefined()
  },
)

test('a page that has a query keeps it', () => {
  expect(refusalPage('/error?lang=de', 'user_suspended')).toBe(
    '/error?lang=de&error=AccessDenied&code=user_suspended',
  )
})

test('a no of the project is about the person, and a hook that failed is not', () => {
  expect(refusalPage('/error', 'hook_denied')).toContain('error=AccessDenied')
  expect(refusalPage('/error', 'hook_failed')).toContain('error=Configuration')
})

test('what the person cannot mend is not called a denial of access', () => {
  expect(refusalPage('/error', 'client_authentication_failed')).toContain('error=Configuration')
  expect(refusalPage('/error', 'sign_in_unavailable')).toContain('error=Configuration')
})

test('only the exact address of a refusal is one', () => {
  const page = refusalPage('/error', 'proof_missing')
  expect(isRefusalPage(page, '/error')).toBe(true)
  expect(isRefusalPage(`https://evil.example${page}`, '/error')).toBe(false)
  expect(isRefusalPage(`${page}&next=https://evil.example`, '/error')).toBe(false)
  expect(isRefusalPage('/error?code=proof_missing', '/error')).toBe(false)
})
