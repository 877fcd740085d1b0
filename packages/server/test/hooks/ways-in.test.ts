import { paths, REFRESH_TOKEN_GRANT } from '@latchkey/contract'
import { deny } from '@latchkey/server'
import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { askDoor } from '../fixtures/test-django-door.js'
import {
  type Comer,
  FORM,
  type HookedHouse,
  startHookedHouse,
  WAYS_IN,
  type WayIn,
} from '../fixtures/test-hooked-house.js'
import { CONFIDENTIAL, PUBLIC, type TestClient } from '../fixtures/test-latchkey.js'

const ADA: Comer = { email: 'ada@example.com', sub: 'none' }
const wayInBy = (name: string): WayIn => {
  const way = WAYS_IN.find((one) => one.name === name)
  if (way === undefined) throw new Error(`there is no way in called ${name}`)
  return way
}
const SENTENCE = 'Only for <b>Acme</b>.'

describe.each(databaseKinds)('hooks at every way in, on $name', (kind) => {
  let database: TestDatabase
  let house: HookedHouse
  let mara: Comer
  beforeAll(async () => {
    database = await kind.create()
    house = await startHookedHouse({ database })
    const [person] = house.door.providers.google.people
    mara = { email: person?.email ?? '', sub: person?.sub ?? '' }
    await house.door.signUp(house.door.openBrowser())
    house.asked.splice(0)
  })
  afterEach(async () => {
    house.hooks = {}
    house.asked.splice(0)
    await runSql(database, `delete from users where email <> '${ADA.email}'`)
    await runSql(database, 'delete from sessions')
  })
  afterAll(async () => {
    await house.close()
    await database.drop()
  })

  const names = () => house.asked.map(({ hook }) => hook)
  const people = async () => (await runSql(database, 'select email from users')).map(({ email }) => email)
  const liveSessions = async () =>
    (await runSql(database, 'select id from sessions where ended_at is null')).length
  const failures = () => house.door.logLines.filter((line) => line.includes('"hook failed"'))

  describe.each(WAYS_IN)('$name', (way) => {
    const comer = () => (way.by === 'password' ? ADA : mara)
    const enter = () => way.enter(house, comer())
    /** Who is new signs up first; of who is not, nobody is asked about that. */
    const signUpHooks =
      way.by === 'provider' ? { before: ['beforeSignUp'], after: ['afterSignUp'] } : { before: [], after: [] }
    /** The sentence of a no never stands in an address. */
    const isRedirect = way.name === 'the pages of a provider'

    test('asks before and after, and tells who comes, how and from where', async () => {
      expect(await enter()).toMatchObject({ isIn: true })
      const ofToken = way.issues ? ['beforeTokenIssue'] : []
      expect(names()).toEqual([
        ...signUpHooks.before,
        'beforeSignIn',
        ...signUpHooks.after,
        'afterSignIn',
        ...ofToken,
      ])
      for (const { hook, about } of house.asked) {
        if (hook === 'beforeTokenIssue') continue
        expect(about.caller.client).toBe(way.client)
        expect(about.proof).toMatchObject(
          way.by === 'password'
            ? { kind: 'password' }
            : { kind: 'provider', provider: 'google', subject: mara.sub, claims: { email: mara.email } },
        )
        expect(about.proof).not.toHaveProperty('claims.nonce')
        if (hook === 'beforeSignUp') expect(about.email).toBe(mara.email)
        else expect(about.user).toMatchObject({ email: comer().email, emailVerified: true, roles: [] })
      }
    })

    test('tells the same user before as after', async () => {
      await enter()
      const ids = house.asked.flatMap(({ about }) => ('user' in about ? [about.user.id] : []))
      expect(ids.length).toBeGreaterThan(1)
      expect(new Set(ids).size).toBe(1)
      expect(await runSql(database, `select id from users where email = '${comer().email}'`)).toEqual([
        { id: ids[0] },
      ])
    })

    test('lets nobody in whom beforeSignIn denies, and says why', async () => {
      await enter()
      const before = await liveSessions()
      house.hooks = { beforeSignIn: () => deny(SENTENCE) }
      const refused = await enter()
      expect(refused.isIn).toBe(false)
      expect(refused.said.includes(isRedirect ? 'hook_denied' : SENTENCE)).toBe(true)
      expect(decodeURIComponent(refused.said).includes('Acme')).toBe(!isRedirect)
      expect(await liveSessions()).toBe(before)
      expect(names().filter((name) => name === 'afterSignIn')).toHaveLength(1)
    })

    test('lets nobody in when beforeSignIn fails, and the log has its name', async () => {
      house.hooks = {
        beforeSignIn: () => {
          throw new Error('the CRM is down')
        },
      }
      const logged = failures().length
      const refused = await enter()
      expect([refused.isIn, isRedirect ? 503 : refused.status]).toEqual([false, 503])
      if (isRedirect) expect(refused.said).toContain('error=hook_failed')
      expect(refused.said).not.toContain('CRM')
      expect([await liveSessions(), await people()]).toEqual([0, [ADA.email]])
      expect(failures().slice(logged)).toEqual([expect.stringMatching(/"hook":"beforeSignIn".*CRM is down/)])
      house.hooks = {}
      expect(await enter()).toMatchObject({ isIn: true })
    })

    if (way.by === 'provider') {
      test.each([
        ['denies', () => deny(SENTENCE), 'hook_denied'],
        ['fails', () => Promise.reject(new Error('no')), 'hook_failed'],
      ])('makes no account when beforeSignUp %s', async (_, beforeSignUp, reason) => {
        house.hooks = { beforeSignUp }
        const refused = await enter()
        expect(refused.isIn).toBe(false)
        if (isRedirect) expect(refused.said).toContain(reason)
        expect([await people(), names()]).toEqual([[ADA.email], ['beforeSignUp']])
      })

      test('makes the account of somebody new whom beforeSignIn denies, and asks no second time', async () => {
        house.hooks = { beforeSignIn: () => deny('Somebody has to let you in first.') }
        expect(await enter()).toMatchObject({ isIn: false })
        expect([await people(), await liveSessions()]).toEqual([[ADA.email, mara.email], 0])
        expect(names()).toEqual(['beforeSignUp', 'beforeSignIn', 'afterSignUp'])
        house.hooks = {}
        house.asked.splice(0)
        expect(await enter()).toMatchObject({ isIn: true })
        expect(names().slice(0, 2)).toEqual(['beforeSignIn', 'afterSignIn'])
      })

      test('gives the roles that beforeSignIn says, and takes them again', async () => {
        const rolesOfMara = async () =>
          (await runSql(database, `select roles from users where email = '${mara.email}'`))[0]?.['roles']
        house.hooks = { beforeSignIn: () => ({ roles: ['admin', 'staff'] }) }
        const { accessToken } = await enter()
        expect(await rolesOfMara()).toBe('["admin","staff"]')
        if (way.issues) expect(decodeJwt(accessToken ?? '')).toMatchObject({ roles: ['admin', 'staff'] })
        expect(house.asked.at(-1)?.about).toMatchObject({ user: { roles: ['admin', 'staff'] } })
        house.hooks = {}
        await enter()
        expect(await rolesOfMara()).toBe('["admin","staff"]')
        house.hooks = { beforeSignIn: () => ({ roles: ['staff'] }) }
        await enter()
        expect(await rolesOfMara()).toBe('["staff"]')
      })
    } else {
      test('takes roles that no provider gave for a failure', async () => {
        house.hooks = { beforeSignIn: () => ({ roles: ['admin'] }) }
        expect(await enter()).toMatchObject({ isIn: false, status: 503 })
      })
    }

    if (way.issues) {
      test('puts the claims of beforeTokenIssue into the token, and a guard hands them out', async () => {
        house.hooks = { beforeTokenIssue: ({ user }) => ({ claims: { plan: 'pro', of: user.email } }) }
        const { accessToken = '' } = await enter()
        expect(decodeJwt(accessToken)).toMatchObject({ plan: 'pro', of: comer().email })
        const principal = await house.door.latchkey.guard.verify(accessToken)
        expect(principal.claims).toMatchObject({ plan: 'pro', of: comer().email })
      })

      test.each([
        ['denies', () => deny(SENTENCE)],
        ['fails', () => ({ claims: { sub: 'usr_somebody_else' } })],
      ])('gives no token when beforeTokenIssue %s, and the session ends that was for it', async (_, hook) => {
        house.hooks = { beforeTokenIssue: hook }
        const refused = await enter()
        expect([refused.isIn, refused.accessToken]).toEqual([false, undefined])
        expect(await liveSessions()).toBe(0)
      })
    }
  })

  describe('a refresh', () => {
    const refreshBy = async (client: TestClient, token: string) => {
      const parameters = { grant_type: REFRESH_TOKEN_GRANT, refresh_token: token }
      const response = await house.door.post(paths.token, parameters, client)
      return { status: response.status, body: await response.json() }
    }
    const kinds = {
      'a confidential client’s': {
        enter: wayInBy('token exchange with an ID token').enter,
        refresh: (token: string) => refreshBy(CONFIDENTIAL, token),
      },
      'a public client’s': {
        enter: async () => {
          const answer = await house.door.exchange(await house.door.providers.google.issueIdToken(), PUBLIC)
          return { refreshToken: 'refresh_token' in answer ? answer.refresh_token : undefined }
        },
        refresh: (token: string) => refreshBy(PUBLIC, token),
      },
      'djRestAuth’s': {
        enter: wayInBy('djRestAuth with an ID token').enter,
        refresh: (token: string) => askDoor(house.door, '/rest/token/refresh/', { body: { refresh: token } }),
      },
    }
    test.each(['a confidential client’s', 'a public client’s', 'djRestAuth’s'] as const)(
      '%s asks again, and a hook that failed costs nobody the refresh token',
      async (whose) => {
        const { enter, refresh } = kinds[whose]
        const { refreshToken = '' } = await enter(house, mara)
        house.hooks = { beforeTokenIssue: () => Promise.reject(new Error('down')) }
        expect(await refresh(refreshToken)).toMatchObject({ status: 503 })
        // Later than any grace.
        house.door.clock.advance(10 * 60_000)
        house.hooks = { beforeTokenIssue: ({ session }) => ({ claims: { session: session.id } }) }
        const { status, body } = await refresh(refreshToken)
        const next = body as Record<string, string>
        const claims = decodeJwt(next['access_token'] ?? next['access'] ?? '')
        expect([status, claims['session']]).toEqual([200, claims['sid']])
        house.hooks = { beforeTokenIssue: () => deny('Your trial is over.') }
        const denied = await refresh(next['refresh_token'] ?? next['refresh'] ?? refreshToken)
        expect([denied.status, JSON.stringify(denied.body)]).toEqual([400, expect.stringContaining('trial')])
        expect(await liveSessions()).toBe(1)
      },
    )
  })

  test('the session that a FastAPI frontend asks for at each page has the claims of that moment', async () => {
    const way = wayInBy('fastapiTokens')
    const { accessToken = '' } = await way.enter(house, ADA)
    const read = () =>
      askDoor(house.door, '/fast/users/session/', {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}` },
      })
    house.hooks = { beforeTokenIssue: () => ({ claims: { plan: 'pro' } }) }
    const { status, body } = await read()
    expect(status).toBe(200)
    const jwt = /eyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(JSON.stringify(body))?.[0] ?? ''
    expect(decodeJwt(jwt)).toMatchObject({ plan: 'pro' })
    house.hooks = { beforeTokenIssue: () => deny('Your trial is over.') }
    expect(await read()).toMatchObject({ status: 400, body: { detail: 'Your trial is over.' } })
  })

  test('a person who is not of the group any more loses the role, and keeps what they were given here', async () => {
    const way = wayInBy('token exchange with an ID token')
    const rolesFrom = (groups: unknown) =>
      Array.isArray(groups) && groups.includes('admins') ? ['admin'] : []
    house.hooks = {
      beforeSignIn: ({ proof }) =>
        proof.kind === 'provider' ? { roles: rolesFrom(proof.claims['groups']) } : undefined,
    }
    await way.enter(house, mara)
    await runSql(database, `update users set roles = '["admin","owner"]' where email = '${mara.email}'`)
    const idToken = await house.door.providers.google.issueIdToken({
      claims: { sub: mara.sub, email: mara.email, groups: ['others'] },
    })
    const answer = await house.door.exchange(idToken)
    const claims = decodeJwt('access_token' in answer ? answer.access_token : '')
    expect(claims['roles']).toEqual(['owner'])
  })

  test('somebody whose address the provider has not verified is asked about without one', async () => {
    const way = wayInBy('token exchange with an ID token')
    house.hooks = {
      beforeSignUp: ({ email }) => (email.endsWith('@acme.com') ? undefined : deny('Only for Acme.')),
    }
    const claims = { sub: 'eve', email: 'eve@acme.com', email_verified: false }
    const refused = await house.door.exchange(await house.door.providers.google.issueIdToken({ claims }))
    expect(refused).toMatchObject({ reason: 'hook_denied' })
    expect(await way.enter(house, { sub: 'kim', email: 'kim@acme.com' })).toMatchObject({ isIn: true })
  })

  test('a suspended person, and one whose address is another’s, are refused before any hook is asked', async () => {
    const way = wayInBy('token exchange with an ID token')
    const claims = { sub: 'eve', email: ADA.email, email_verified: false }
    const unproven = await house.door.exchange(await house.door.providers.google.issueIdToken({ claims }))
    expect(unproven).toMatchObject({ reason: 'address_unproven' })
    await way.enter(house, mara)
    house.asked.splice(0)
    await runSql(database, `update users set suspended_at = 1 where email = '${mara.email}'`)
    expect((await way.enter(house, mara)).said).toContain('user_suspended')
    expect(names()).toEqual([])
  })

  test('whoever turns out to be somebody else while the hook thinks is asked about anew', async () => {
    const way = wayInBy('token exchange with an ID token')
    let isFirst = true
    house.hooks = {
      beforeSignUp: async () => {
        if (!isFirst) return undefined
        isFirst = false
        // Meanwhile, in another process, somebody proves this address.
        await runSql(
          database,
          `insert into users (id, email, email_key, email_verified_at, profile, roles, created_at, updated_at)
           values ('usr_${'5'.repeat(32)}', '${mara.email}', '${mara.email}', 1, '{}', '["owner"]', 1, 1)`,
        )
        return undefined
      },
    }
    expect(await way.enter(house, mara)).toMatchObject({ isIn: true })
    expect(names()).toEqual([
      'beforeSignUp',
      'beforeSignIn',
      'beforeSignIn',
      'afterSignIn',
      'beforeTokenIssue',
    ])
    expect(house.asked.at(2)?.about).toMatchObject({ user: { roles: ['owner'] } })
    expect(await people()).toEqual([ADA.email, mara.email])
  })

  test('a token with as many claims and roles as may be passes the guard', async () => {
    const roles = Array.from({ length: 16 }, (_, index) => `${index}`.padEnd(92, 'x'))
    house.hooks = {
      beforeSignIn: () => ({ roles }),
      beforeTokenIssue: () => ({ claims: { text: 'x'.repeat(3_061) } }),
    }
    const way = wayInBy('token exchange with an ID token')
    const { accessToken = '' } = await way.enter(house, mara)
    expect(await house.door.latchkey.guard.verify(accessToken)).toMatchObject({ roles })
  })

  test('people who sign in at once for the first time are one user, who signs up once', async () => {
    const way = wayInBy('token exchange with an ID token')
    house.hooks = { beforeSignIn: () => ({ roles: ['staff'] }) }
    const all = await Promise.all(Array.from({ length: 6 }, () => way.enter(house, mara)))
    expect(all.map((one) => one.isIn)).toEqual(Array(6).fill(true))
    expect(names().filter((name) => name === 'afterSignUp')).toHaveLength(1)
    const told = house.asked.flatMap(({ hook, about }) => (hook === 'afterSignIn' ? [about.user.id] : []))
    expect([told.length, new Set(told).size]).toEqual([6, 1])
    expect(await runSql(database, `select roles from users where email = '${mara.email}'`)).toEqual([
      { roles: '["staff"]' },
    ])
  })

  test('machines are no persons: nobody is asked about their tokens', async () => {
    const response = await house.door.post(paths.token, { grant_type: 'client_credentials' }, FORM)
    expect([response.status, names()]).toEqual([200, []])
  })
})
