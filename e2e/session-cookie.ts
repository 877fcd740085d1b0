import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from 'next-auth/jwt'
import type { Cookie, Page } from 'playwright-core'
import type { Stack } from './stack.js'

const NAME = 'authjs.session-token'

/** What NextAuth's encrypted cookie holds: readable here only because the test knows the secrets of the stack. */
export interface HeldTokens {
  accessToken: string
  refreshToken: string
  /** Milliseconds since the epoch. */
  expiresAt: number
}

/** The session cookie, in its parts when it is large. */
export async function sessionCookies(page: Page, stack: Stack): Promise<Cookie[]> {
  const cookies = await page.context().cookies(stack.app)
  return cookies
    .filter(({ name }) => name === NAME || name.startsWith(`${NAME}.`))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

export async function readHeldTokens(page: Page, stack: Stack): Promise<HeldTokens> {
  const token = (await sessionCookies(page, stack)).map(({ value }) => value).join('')
  const claims = await decode<{ latchkey: HeldTokens }>({
    token,
    secret: secretsOf(stack).AUTH_SECRET,
    salt: NAME,
  })
  if (!claims?.latchkey) throw new Error('the session cookie holds no Latchkey session')
  return claims.latchkey
}

/** Ends the session at Latchkey itself, behind the back of the app (RFC 7009). */
export async function revokeAtLatchkey(stack: Stack, { refreshToken }: HeldTokens): Promise<void> {
  const credentials = Buffer.from(`next-app:${secretsOf(stack).NEXT_APP_SECRET}`).toString('base64')
  const response = await fetch(`${stack.latchkey}/oauth/revoke`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ token: refreshToken }),
  })
  if (!response.ok) throw new Error(`Latchkey did not revoke: ${response.status} ${await response.text()}`)
}

export const secretsOf = (
  stack: Stack,
): Record<'AUTH_SECRET' | 'NEXT_APP_SECRET' | 'LATCHKEY_SECRET', string> =>
  JSON.parse(readFileSync(join(stack.data, 'secrets.json'), 'utf8'))
