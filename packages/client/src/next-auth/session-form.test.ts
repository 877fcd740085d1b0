import { expect, test } from 'vitest'
import { makeSessionForm } from './session-form.js'

const tokens = (user: { email?: string; email_verified?: boolean }) => ({
  access_token: 'access',
  token_type: 'Bearer' as const,
  expires_in: 600,
  refresh_token: 'lkrt_1',
  scope: 'openid',
  session_id: 'ses_1',
  user: { sub: 'usr_1', ...user },
})

test('an address that is proven is the address of the session', () => {
  const form = makeSessionForm(tokens({ email: 'ada@example.com', email_verified: true }), 0)
  expect(form.user.email).toBe('ada@example.com')
})

test('an address nobody has proved stays out of the session, where apps would take it for proven', () => {
  for (const email_verified of [false, undefined]) {
    const user = email_verified === undefined ? {} : { email_verified }
    expect(makeSessionForm(tokens({ email: 'ceo@corp.example', ...user }), 0).user.email).toBeNull()
  }
})
