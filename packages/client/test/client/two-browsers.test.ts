import { createLatchkeyClient, type LatchkeyClient } from '@latchkey/client'
import { describe, expect, test } from 'vitest'
import { alice } from '../door/door.js'
import { jarFetch } from '../door/jar-fetch.mjs'
import { openLine } from '../door/line.js'
import { afterwards } from '../door/page.js'

/** Two browsers of one person, each with cookies of its own. */
const twoBrowsers = async () => {
  const line = await openLine()
  afterwards(line.close)
  const newBrowser = () => createLatchkeyClient({ baseUrl: line.url, fetch: jarFetch().fetch })
  return { door: line.door, here: newBrowser(), there: newBrowser() }
}

const bothSignedIn = async () => {
  const browsers = await twoBrowsers()
  await browsers.here.signIn(alice)
  await browsers.there.signIn(alice)
  return browsers
}

const ended = { status: 'signed_out', reason: 'ended' }
const signedIn = { status: 'signed_in', user: { email: alice.email } }

describe('the link of a sign-up', () => {
  const dave = { email: 'dave@example.com', password: 'a long enough one' }
  const asDave = { status: 'signed_in', user: { email: dave.email } }

  test('signs in where it was asked for', async () => {
    const { door, here } = await twoBrowsers()
    await here.signUp(dave)
    await here.confirmSignUp({ token: await door.tokenSentTo(dave.email) })
    expect(here.getState()).toMatchObject(asDave)
  })

  test('needs the password in any other browser', async () => {
    const { door, here, there } = await twoBrowsers()
    await here.signUp(dave)
    const token = await door.tokenSentTo(dave.email)
    await expect(there.confirmSignUp({ token })).rejects.toMatchObject({
      code: 'confirmation_needs_password',
      status: 403,
    })
    await there.confirmSignUp({ token, password: dave.password })
    expect(there.getState()).toMatchObject(asDave)
    expect(await here.check()).toEqual({ status: 'signed_out' })
  })
})

describe('the session in the other browser', () => {
  const acts: readonly (readonly [string, (client: LatchkeyClient) => Promise<unknown>])[] = [
    ['every other session', (client) => client.signOutEverywhere({ keepThis: true })],
    [
      'the password',
      ({ changePassword }) =>
        changePassword({ currentPassword: alice.password, newPassword: 'another long one' }),
    ],
    ['that session', endTheOther],
  ]
  test.each(acts)('ends with %s, and the one here goes on', async (_, act) => {
    const { here, there } = await bothSignedIn()
    await act(here)
    expect(here.getState()).toMatchObject(signedIn)
    expect(await there.check()).toEqual(ended)
    expect(await here.check()).toMatchObject(signedIn)
  })

  test('goes on when this one is signed out', async () => {
    const { here, there } = await bothSignedIn()
    await here.signOut()
    expect(await there.check()).toMatchObject(signedIn)
  })

  test('knows it has ended when the account is gone', async () => {
    const { here, there } = await bothSignedIn()
    await here.deleteAccount()
    expect(await there.check()).toEqual(ended)
    await expect(there.signIn(alice)).rejects.toMatchObject({ code: 'credentials_wrong' })
  })
})

async function endTheOther(client: LatchkeyClient) {
  const sessions = await client.listSessions()
  // The last one is that of the sign-up itself.
  const [other] = sessions.filter(({ current }) => !current)
  await client.endSession(other?.id ?? '')
}
