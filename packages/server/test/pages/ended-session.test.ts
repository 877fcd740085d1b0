import { pagePaths } from '@latchkey/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSocialPages } from '../fixtures/test-pages.js'
import type { TestSocialDoor } from '../fixtures/test-social.js'

let door: TestSocialDoor
beforeAll(async () => {
  door = await startSocialPages()
})
afterAll(() => door[Symbol.asyncDispose]())

const pageFor = async (reason: string, language = 'en'): Promise<string> => {
  const { send } = door.openBrowser()
  const path = `${pagePaths.signIn}?reason=${encodeURIComponent(reason)}`
  return (await send('GET', path, undefined, { headers: { 'accept-language': language } })).text
}
const noticeIn = (text: string): string | undefined =>
  /<div class="notice"[^>]*><p>(.*?)<\/p>/.exec(text)?.[1]

test.each([
  ['session_ended', 'Your session has ended. Sign in to go on.'],
  ['ended', 'Your session has ended. Sign in to go on.'],
  ['revoked', 'Your session has ended. Sign in to go on.'],
  ['deleted', 'Your session has ended. Sign in to go on.'],
  ['signed_out_elsewhere', 'You ended this session from another device. Sign in to go on.'],
  ['password_changed', 'Your password was changed, so this session has ended. Sign in with the new one.'],
  ['suspended', 'Your account is suspended. Ask the people who run this service.'],
  ['expired', 'Your session has expired. Sign in to go on.'],
])('who comes to sign in for the reason %s is told: %s', async (reason, sentence) => {
  expect(noticeIn(await pageFor(reason))).toBe(sentence)
})

test.each([
  ['de', 'Ihre Sitzung ist abgelaufen. Melden Sie sich an, um fortzufahren.'],
  ['fr', 'Votre session a expiré. Connectez-vous pour continuer.'],
])('the reason is told in the language of the page: %s', async (language, sentence) => {
  expect(noticeIn(await pageFor('expired', language))).toBe(sentence)
})

test.each(['', 'replaced', 'signed_out', 'constructor', '__proto__', '<b>zebra</b>'])(
  'a reason that is none is told nothing, and is not shown: %j',
  async (reason) => {
    const text = await pageFor(reason)
    expect(noticeIn(text)).toBeUndefined()
    expect(text).not.toContain('zebra')
    expect(text).toContain('type="password"')
  },
)
