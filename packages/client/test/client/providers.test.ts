// @vitest-environment happy-dom
import { createLatchkeyClient, type LatchkeyClient } from '@latchkey/client'
import { describe, expect, test } from 'vitest'
import { alice } from '../door/door.js'
import { openPage, type Page } from '../door/page.js'

const MINUTE = 60_000
const MARA = 'Mara Lindqvist'
const mara = { status: 'signed_in', user: { email: 'mara_lindqvist@gmail.com', name: MARA } }

const CALLBACK = 'POST /callback/github'
const callbackOf = (page: Page) => `${page.url}/callback`
const countOf = (page: Page, call: string) => page.calls.filter((made) => made === call).length

/** Goes to GitHub, chooses this person or cancels, and comes back. @returns the query the page of the app is loaded with */
const comeBack = async (page: Page, client: LatchkeyClient, person?: string) => {
  const url = await client.beginSignIn('github', { redirectUri: callbackOf(page) })
  return new URL(await page.door.chooseAt(url, person)).search
}

describe('beginning', () => {
  test('the providers are those of the server, by the names people know', async () => {
    await openPage()
    expect(await createLatchkeyClient().listProviders()).toEqual([
      { id: 'google', name: 'Google' },
      { id: 'github', name: 'GitHub' },
    ])
  })

  test.each([
    ['/auth', 'google', undefined, '/auth/sign-in/google'],
    [
      '',
      'github',
      { returnTo: '/a?b=c&d', remember: true },
      '/sign-in/github?returnTo=%2Fa%3Fb%3Dc%26d&remember=true',
    ],
    [
      'https://auth.example.com',
      'x/../y',
      { remember: false },
      'https://auth.example.com/sign-in/x%2F..%2Fy',
    ],
  ])('a link at %j to %s asks nothing', (baseUrl, provider, options, expected) => {
    expect(createLatchkeyClient({ baseUrl }).signInLink(provider, options)).toBe(expected)
  })

  test('a provider that is not set up is refused by its code', async () => {
    await openPage()
    await expect(createLatchkeyClient().beginSignIn('apple')).rejects.toMatchObject({
      code: 'provider_unknown',
    })
  })

  test('an address that is none of the web is not handed to the page', async () => {
    const page = await openPage()
    page.answer('/sign-in/google', (_request, response) => {
      response.end(JSON.stringify({ url: 'javascript:alert(1)' }))
    })
    await expect(createLatchkeyClient().beginSignIn('google')).rejects.toMatchObject({
      code: 'unexpected_answer',
    })
  })
})

describe('finishing on a page of the app', () => {
  test('signs in, here and in the other tabs', async () => {
    const page = await openPage()
    const client = page.openTab()
    const other = page.openTab()
    await client.finishSignIn('github', await comeBack(page, client, MARA))
    expect(client.getState()).toMatchObject(mara)
    await expect.poll(other.getState).toMatchObject(mara)
  })

  test('asked twice at once, or once more, it is sent once and answered alike', async () => {
    const page = await openPage()
    const client = createLatchkeyClient()
    const search = await comeBack(page, client, MARA)
    await Promise.all([client.finishSignIn('github', search), client.finishSignIn('github', search)])
    await client.finishSignIn('github', search)
    expect(countOf(page, CALLBACK)).toBe(1)
    expect(client.getState()).toMatchObject(mara)
  })

  test('a refusal is answered alike too, and the state stays as it was', async () => {
    const page = await openPage()
    const client = createLatchkeyClient()
    const search = await comeBack(page, client)
    for (const finishing of [client.finishSignIn('github', search), client.finishSignIn('github', search)])
      await expect(finishing).rejects.toMatchObject({ code: 'sign_in_cancelled' })
    expect(countOf(page, CALLBACK)).toBe(1)
    expect(await client.check()).toEqual({ status: 'signed_out' })
  })

  test('what never arrived can be sent again', async () => {
    const page = await openPage()
    const client = createLatchkeyClient()
    const search = await comeBack(page, client, MARA)
    page.isCut = true
    await expect(client.finishSignIn('github', search)).rejects.toMatchObject({ code: 'unreachable' })
    page.isCut = false
    await client.finishSignIn('github', search)
    expect(client.getState()).toMatchObject(mara)
  })

  test('what a stranger puts into the query signs nobody in', async () => {
    await openPage()
    const client = createLatchkeyClient()
    await expect(client.finishSignIn('github', '?code=c&state=s')).rejects.toMatchObject({
      code: 'sign_in_not_begun',
    })
    await expect(client.finishSignIn('github', '?code=c&state=s&state=t')).rejects.toMatchObject({
      code: 'unexpected_answer',
    })
    expect(await client.check()).toEqual({ status: 'signed_out' })
  })
})

describe('the script of a provider, in the page', () => {
  test('signs in with its ID token, here and in the other tabs, for the nonce of this browser', async () => {
    const page = await openPage()
    const client = page.openTab()
    const other = page.openTab()
    const { nonce, clientId } = await client.readSignInNonce('google')
    expect(clientId).toBe('latchkey-development')
    const idToken = await page.door.issueIdToken(nonce)
    await client.signInWithIdToken('google', { idToken, remember: true })
    expect(client.getState()).toMatchObject(mara)
    await expect.poll(other.getState).toMatchObject(mara)
  })

  test('a token for another nonce signs nobody in', async () => {
    const page = await openPage()
    const client = createLatchkeyClient()
    await client.readSignInNonce('google')
    const idToken = await page.door.issueIdToken('0'.repeat(64))
    await expect(client.signInWithIdToken('google', { idToken })).rejects.toMatchObject({
      code: 'proof_nonce_mismatch',
    })
    expect(await client.check()).toEqual({ status: 'signed_out' })
  })
})

describe('a tab that was open', () => {
  test('learns whom a page has found that comes back from a provider by a link', async () => {
    const page = await openPage()
    const other = page.openTab()
    expect(await other.ready()).toEqual({ status: 'signed_out' })
    // A client that is not started tells no tab: so it is when the server signs in by itself, between two pages.
    const nobody = createLatchkeyClient()
    await nobody.finishSignIn('github', await comeBack(page, nobody, MARA))
    expect(other.getState()).toEqual({ status: 'signed_out' })
    await page.openTab().ready()
    await expect.poll(other.getState).toMatchObject(mara)
  })

  test('asks nothing when the new page has found what it knows', async () => {
    const page = await openPage()
    const other = page.openTab()
    await other.signIn(alice)
    await other.check()
    const heard: unknown[] = []
    const channel = new BroadcastChannel('latchkey:')
    channel.onmessage = ({ data }: MessageEvent<unknown>) => heard.push(data)
    page.calls.length = 0
    await page.openTab().ready()
    await expect.poll(() => heard).toEqual([expect.stringMatching(/^session:ses_/)])
    channel.close()
    await fetch('/account')
    expect(page.calls).toEqual(['GET /session', 'GET /account'])
  })
})

describe('what is linked', () => {
  /** Somebody who has just signed in with a password, and linked GitHub. */
  const linked = async () => {
    const page = await openPage()
    const client = page.openTab()
    await client.signIn(alice)
    const url = await client.beginLinking('github', { redirectUri: callbackOf(page) })
    await client.finishSignIn('github', new URL(await page.door.chooseAt(url, MARA)).search)
    return { page, client }
  }

  test('is listed after it was linked, and the session is that of before', async () => {
    const { client } = await linked()
    expect(client.getState()).toMatchObject({ status: 'signed_in', user: { email: alice.email } })
    expect(await client.listIdentities()).toMatchObject([
      {
        id: expect.stringMatching(/^idn_/),
        provider: 'github',
        providerName: 'GitHub',
        email: mara.user.email,
      },
    ])
  })

  test('was linked by somebody who has left meanwhile, though the server has not heard it: nobody is shown', async () => {
    const page = await openPage()
    const client = page.openTab()
    await client.signIn(alice)
    const url = await client.beginLinking('github', { redirectUri: callbackOf(page) })
    const { search } = new URL(await page.door.chooseAt(url, MARA))
    page.isCut = true
    await client.signOut()
    page.isCut = false
    await client.finishSignIn('github', search).catch(() => undefined)
    expect(await client.check()).toMatchObject({ status: 'signed_out', reason: 'signed_out' })
  })

  test('can be unlinked, which says what is left', async () => {
    const { client } = await linked()
    const [identity] = await client.listIdentities()
    expect(await client.unlinkIdentity(identity?.id ?? '')).toEqual([])
    await expect(client.unlinkIdentity(identity?.id ?? '')).rejects.toMatchObject({
      code: 'identity_unknown',
    })
  })

  test('is never the last way in that is taken away', async () => {
    const page = await openPage()
    const client = createLatchkeyClient()
    await client.finishSignIn('github', await comeBack(page, client, MARA))
    const [identity] = await client.listIdentities()
    await expect(client.unlinkIdentity(identity?.id ?? '')).rejects.toMatchObject({
      code: 'last_way_in',
      status: 409,
    })
  })

  test('changes only after a recent sign-in', async () => {
    const { page, client } = await linked()
    await page.door.pass(11 * MINUTE)
    await expect(client.beginLinking('google')).rejects.toMatchObject({ code: 'recent_sign_in_needed' })
    const [identity] = await client.listIdentities()
    await expect(client.unlinkIdentity(identity?.id ?? '')).rejects.toMatchObject({
      code: 'recent_sign_in_needed',
    })
  })
})
