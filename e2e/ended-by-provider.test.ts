import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { CONFIDENTIAL, granted } from '../packages/server/test/fixtures/test-latchkey.js'
import type { GuardProcess } from './fleet/guard-process.js'
import { signOut } from './fleet/person.js'
import { type Fleet, startFleet, untilLetIn, untilListening } from './fleet/start-fleet.js'

// Somebody signs out at their provider; APIs in processes of their own refuse what that sign-in opened here. The provider, two servers on
// one PostgreSQL, and the APIs know each other by the network alone.

const ENDED = 'token_session_ended'
const CAEP = 'https://schemas.openid.net/secevent/caep/event-type'
const RISC = 'https://schemas.openid.net/secevent/risc/event-type'
/** A bound for what is to happen at once, on a machine that does other things as well. */
const AT_MOST = 40_000

let fleet: Fleet
let guards: readonly GuardProcess[]
beforeAll(async () => {
  fleet = await startFleet(2)
  guards = await fleet.openGuards(3)
  const { token } = await signIn(newSub())
  await untilLetIn(guards, [token])
  await untilListening(fleet, guards)
}, 120_000)
afterAll(() => fleet[Symbol.asyncDispose]())

let people = 0
const newSub = (): string => {
  people += 1
  return `2${String(people).padStart(20, '0')}`
}

/** Signs in at the provider, in the session `sid` there, and by that here. */
const signIn = async (sub: string, sid?: string) => {
  const claims = { sub, sid, email: `${sub}@people.example` }
  const idToken = await fleet.provider.issueIdToken({ claims })
  const { access_token: token } = granted(await fleet.at(people).exchange(idToken, CONFIDENTIAL))
  return { token, sub }
}

const refusedByAll = async (token: string): Promise<void> => {
  for (const guard of guards)
    await vi.waitFor(async () => expect(await guard.outcomes([token])).toEqual([ENDED]), AT_MOST)
}

const providerSays = async (about: string, type: string, body: BodyInit): Promise<number> => {
  const answer = await fetch(`${fleet.issuer}${paths.providers}/google/${about}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  })
  await answer.arrayBuffer()
  return answer.status
}

const sendLogout = (logoutToken: string): Promise<number> =>
  providerSays(
    'backchannel-logout',
    'application/x-www-form-urlencoded',
    String(new URLSearchParams({ logout_token: logoutToken })),
  )

const sendEvent = (token: string): Promise<number> =>
  providerSays('security-events', 'application/secevent+jwt', token)

test('who signs out at the provider is refused by every API, and who signs in there again is let in', async () => {
  const sub = newSub()
  const [phone, laptop] = [await signIn(sub), await signIn(sub)]
  const other = await signIn(newSub())
  await untilLetIn(guards, [phone.token, laptop.token, other.token])

  const token = await fleet.provider.issueLogoutToken({ claims: { sub } })
  expect(await sendLogout(token)).toBe(200)
  await refusedByAll(phone.token)
  await refusedByAll(laptop.token)

  const again = await signIn(sub)
  // Whoever recorded the logout signs nobody out by it.
  expect(await sendLogout(token)).toBe(200)
  await untilLetIn(guards, [again.token, other.token])
  for (const guard of guards) expect(await guard.outcomes([phone.token])).toEqual([ENDED])
}, 120_000)

test('the end of one session at the provider is the end of those that came out of it, and of no other', async () => {
  const sub = newSub()
  const [gone, kept] = [await signIn(sub, 'the-phone'), await signIn(sub, 'the-laptop')]
  await untilLetIn(guards, [gone.token, kept.token])
  const claims = { sub: undefined, sid: 'the-phone' }
  expect(await sendLogout(await fleet.provider.issueLogoutToken({ claims }))).toBe(200)
  await refusedByAll(gone.token)
  await untilLetIn(guards, [kept.token])
}, 120_000)

test.each([
  ['a session that was revoked', `${CAEP}/session-revoked`],
  ['an account that was taken over, and disabled', `${RISC}/account-disabled`],
])(
  'a security event of the provider about %s reaches every API',
  async (_, type) => {
    const gone = await signIn(newSub())
    const kept = await signIn(newSub())
    await untilLetIn(guards, [gone.token, kept.token])
    const { issuer } = fleet.provider
    const claims = { sub_id: { format: 'iss_sub', iss: issuer, sub: gone.sub } }
    expect(await sendEvent(await fleet.provider.issueSecurityEvent({ [type]: {} }, { claims }))).toBe(202)
    await refusedByAll(gone.token)
    await untilLetIn(guards, [kept.token])
  },
  120_000,
)

test('a forged word of the provider signs nobody out', async () => {
  const person = await signIn(newSub())
  await untilLetIn(guards, [person.token])
  const genuine = await fleet.provider.issueLogoutToken({ claims: { sub: person.sub } })
  const forged = `${genuine.slice(0, genuine.lastIndexOf('.'))}.${'A'.repeat(342)}`
  expect(await sendLogout(forged)).toBe(400)
  expect(await sendEvent(forged)).toBe(400)
  // What ends afterwards is heard, so an end by the forgery would have been.
  const witness = await signIn(newSub())
  await untilLetIn(guards, [witness.token])
  await signOut(fleet, { server: fleet.at(0), person: witness })
  await refusedByAll(witness.token)
  await untilLetIn(guards, [person.token])
}, 120_000)
