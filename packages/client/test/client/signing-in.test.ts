// @vitest-environment happy-dom
import { createLatchkeyClient, LatchkeyError } from '@latchkey/client'
import { describe, expect, test } from 'vitest'
import { alice, bob } from '../door/door.js'
import { guessUntilRefused } from '../door/guess-until-refused.js'
import { openPage } from '../door/page.js'

const MINUTE = 60_000

describe('who is signed in', () => {
  test('is unknown until the server has said so', async () => {
    await openPage()
    const client = createLatchkeyClient()
    expect(client.getState()).toEqual({ status: 'unknown' })
    expect(await client.check()).toEqual({ status: 'signed_out' })
    expect(client.getState()).toEqual({ status: 'signed_out' })
  })

  test('comes from the server: a new page of the same browser knows it too', async () => {
    await openPage()
    await createLatchkeyClient().signIn({ ...alice, remember: true })
    expect(await createLatchkeyClient().ready()).toMatchObject({
      status: 'signed_in',
      user: { email: alice.email, profile: {} },
      session: { remembered: true },
    })
  })

  test('holds no token', async () => {
    await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    expect(Object.keys(client.getState())).toEqual(['status', 'user', 'session'])
  })

  test('keeps its identity until it changes', async () => {
    await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    const before = client.getState()
    expect(await client.check()).toBe(before)
    await client.updateAccount({ name: 'Alice' })
    expect(client.getState()).not.toBe(before)
  })

  test('has ended when the server says so of somebody who was signed in', async () => {
    const page = await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    await page.door.endSessionsOf(alice.email)
    expect(await client.check()).toEqual({ status: 'signed_out', reason: 'ended' })
  })

  test('is asked again when a call hears that nobody is', async () => {
    const page = await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    await page.door.endSessionsOf(alice.email)
    await expect(client.readAccount()).rejects.toMatchObject({ code: 'not_signed_in', status: 401 })
    await expect.poll(client.getState).toEqual({ status: 'signed_out', reason: 'ended' })
  })
})

describe('a refusal', () => {
  test('carries code, status, trace id and a sentence for the person, and leaves the state as it was', async () => {
    await openPage()
    const client = createLatchkeyClient()
    await client.check()
    const refused = await client.signIn({ ...alice, password: 'wrong' }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(LatchkeyError)
    expect(refused).toMatchObject({
      name: 'LatchkeyError',
      code: 'credentials_wrong',
      status: 400,
      message: 'The email address or the password is wrong.',
      traceId: expect.stringMatching(/./),
      issues: [],
    })
    expect(client.getState()).toEqual({ status: 'signed_out' })
  })

  test('says how long to wait', async () => {
    await openPage()
    await expect(guessUntilRefused(createLatchkeyClient())).rejects.toMatchObject({
      code: 'too_many_attempts',
      status: 429,
      retryAfterSeconds: expect.any(Number),
    })
  })

  test('names the field at fault', async () => {
    await openPage()
    const refused = createLatchkeyClient().signUp({ email: 'carol@example.com', password: 'short' })
    await expect(refused).rejects.toMatchObject({ code: 'password_too_short', parameter: 'password' })
  })

  test('lists every field at fault', async () => {
    await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    await expect(client.updateAccount({ profile: { company: '' } })).rejects.toMatchObject({
      code: 'profile_invalid',
      issues: [{ parameter: 'profile.company', message: 'Say where you work.' }],
    })
  })
})

describe('an answer that is not Latchkey’s', () => {
  const notLatchkey = async (status: number, body: string) => {
    const page = await openPage()
    page.answer('/session', (_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end(body)
    })
    return createLatchkeyClient()
  }

  test.each([
    [200, '<!doctype html>'],
    [404, '<!doctype html>'],
    [500, 'null'],
    [200, '{"status":"signed_in","csrfToken":"t"}'],
    [200, '{"status":"signed_out"}'],
    [200, '[]'],
  ])('is not believed, whatever its status: %i %s', async (status, body) => {
    const client = await notLatchkey(status, body)
    await expect(client.signIn(alice)).rejects.toMatchObject({ code: 'unexpected_answer' })
    expect(client.getState()).toEqual({ status: 'unknown' })
  })

  test('tells the developer where to look', async () => {
    const client = await notLatchkey(404, '<!doctype html>')
    await expect(client.check()).rejects.toMatchObject({
      code: 'unexpected_answer',
      cause: { message: expect.stringMatching(/\/session answered 404 \(text\/html\).*baseUrl/) },
    })
  })

  test.each([502, 503, 504])('with status %i is a server that cannot be reached', async (status) => {
    const client = await notLatchkey(status, '<h1>Bad gateway</h1>')
    expect(await client.check()).toEqual({ status: 'unknown' })
    await expect(client.signIn(alice)).rejects.toMatchObject({ code: 'unreachable', status })
  })
})

describe('signing up', () => {
  test('ends signed in once the code is entered', async () => {
    const page = await openPage()
    const client = createLatchkeyClient<{ company: string }>()
    const carol = { email: 'carol@example.com', password: 'a long enough one' }
    await client.signUp({ ...carol, profile: { company: 'Analytical Engines' } })
    await client.resendSignUp()
    await expect(client.confirmSignUp({ code: '000000' })).rejects.toMatchObject({ code: 'code_wrong' })
    await client.confirmSignUp({ code: await page.door.codeSentTo(carol.email) })
    expect(client.getState()).toMatchObject({
      status: 'signed_in',
      user: { email: carol.email, profile: { company: 'Analytical Engines' } },
    })
  })
})

describe('passwords', () => {
  test('are reset with the token of the link, which signs out', async () => {
    const page = await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    await client.forgotPassword({ email: alice.email })
    const token = await page.door.tokenSentTo(alice.email)
    await client.resetPassword({ token, password: 'another long one' })
    expect(client.getState()).toEqual({ status: 'signed_out', reason: 'signed_out' })
    await client.signIn({ ...alice, password: 'another long one' })
    expect(client.getState()).toMatchObject({ status: 'signed_in' })
  })

  test('are changed without signing out, in a new session', async () => {
    await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    const before = client.getState()
    await client.changePassword({ currentPassword: alice.password, newPassword: 'another long one' })
    expect(client.getState()).toMatchObject({ status: 'signed_in', user: { email: alice.email } })
    expect(client.getState()).not.toMatchObject({ session: before.status === 'signed_in' && before.session })
  })
})

describe('signing out', () => {
  test('ends the session at the server', async () => {
    await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    await client.signOut()
    expect(client.getState()).toEqual({ status: 'signed_out', reason: 'signed_out' })
    expect(await createLatchkeyClient().check()).toEqual({ status: 'signed_out' })
  })

  test('is shown before the server has answered', async () => {
    const page = await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    const held = page.holdRequest('DELETE /session')
    const signingOut = client.signOut()
    expect(client.getState()).toEqual({ status: 'signed_out', reason: 'signed_out' })
    held.letGo()
    await signingOut
  })

  test('may be asked for when nobody is signed in', async () => {
    await openPage()
    const client = createLatchkeyClient()
    await client.signOut()
    await client.signOut()
    expect(client.getState()).toMatchObject({ status: 'signed_out' })
  })

  test('everywhere ends this session too, or keeps it', async () => {
    await openPage()
    const client = createLatchkeyClient()
    await client.signIn(alice)
    await client.signOutEverywhere({ keepThis: true })
    expect(client.getState()).toMatchObject({ status: 'signed_in' })
    await client.signOutEverywhere()
    expect(client.getState()).toEqual({ status: 'signed_out', reason: 'signed_out' })
  })
})

describe('the account', () => {
  const signedIn = async () => {
    const page = await openPage()
    const client = createLatchkeyClient<{ company?: string }>()
    await client.signIn(alice)
    return { page, client }
  }

  test('is read and changed, and the state shows what was learned', async () => {
    const { client } = await signedIn()
    await client.updateAccount({ name: 'Alice', profile: { company: 'Wonderland' } })
    expect(client.getState()).toMatchObject({ user: { name: 'Alice', profile: { company: 'Wonderland' } } })
    await createLatchkeyClient().updateAccount({ name: 'Alice L.' })
    expect(await client.readAccount()).toMatchObject({ user: { name: 'Alice L.' }, hasPassword: true })
    expect(client.getState()).toMatchObject({ user: { name: 'Alice L.' } })
  })

  test('gets a new address once its link was opened where the person is signed in', async () => {
    const { page, client } = await signedIn()
    await client.changeEmail({ email: 'alice@new.example' })
    const token = await page.door.tokenSentTo('alice@new.example')
    await client.signOut()
    await expect(client.confirmEmail({ token })).rejects.toMatchObject({ code: 'not_signed_in' })
    await client.signIn(bob)
    await expect(client.confirmEmail({ token })).rejects.toMatchObject({ code: 'link_invalid' })
    expect(client.getState()).toMatchObject({ user: { email: bob.email } })
    await client.signIn(alice)
    await client.confirmEmail({ token })
    expect(client.getState()).toMatchObject({ user: { email: 'alice@new.example' } })
  })

  test('asks for the password again where the sign-in was long ago', async () => {
    const { page, client } = await signedIn()
    await page.door.pass(11 * MINUTE)
    const refused = { code: 'recent_sign_in_needed', status: 403 }
    await expect(client.deleteAccount()).rejects.toMatchObject(refused)
    await expect(client.changeEmail({ email: 'alice@new.example' })).rejects.toMatchObject(refused)
    expect(client.getState()).toMatchObject({ status: 'signed_in' })
    await client.signIn(alice)
    await client.deleteAccount()
    expect(client.getState()).toEqual({ status: 'signed_out', reason: 'signed_out' })
  })

  test('lists its sessions, and ending the current one signs out', async () => {
    const { client } = await signedIn()
    const sessions = await client.listSessions()
    const current = sessions.find((session) => session.current)
    expect(current).toMatchObject({ system: 'Linux', kind: 'desktop', client: null })
    await expect(client.endSession('ses_nobody')).rejects.toMatchObject({ code: 'session_unknown' })
    await client.endSession(current?.id ?? '')
    expect(client.getState()).toEqual({ status: 'signed_out', reason: 'signed_out' })
  })

  test('can be taken along and deleted', async () => {
    const { client } = await signedIn()
    expect(await client.exportAccount()).toMatchObject({
      user: { email: alice.email },
      messages: [{ kind: 'sign_up', to: alice.email }],
    })
    await client.deleteAccount()
    expect(client.getState()).toEqual({ status: 'signed_out', reason: 'signed_out' })
    await expect(client.signIn(alice)).rejects.toMatchObject({ code: 'credentials_wrong' })
  })

  test('of whoever signs in next replaces the one before', async () => {
    const { client } = await signedIn()
    await client.signIn(bob)
    expect(client.getState()).toMatchObject({ user: { email: bob.email } })
  })
})
