import { errorBody } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGuard } from '../src/create-guard.js'
import type { Guard } from '../src/guard.js'
import type { PrincipalWithUser } from '../src/principal.js'
import type { Presented } from '../src/request/presented.js'
import { json, type KeyServer, startKeyServer } from './key-server.js'
import { createProver, type Prover } from './prover.js'
import { AUDIENCE, createSigner, SECONDS, type Signer } from './signer.js'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** Somebody an API has seen: what its `onFirstSight` makes of a person. */
export type Known = PrincipalWithUser<{ readonly id: string }>

export interface Guards {
  readonly guard: Guard<Known>
  readonly broken: Guard
  /** Notes what is presented to it, and sends `DPoP-Nonce: n-1` along with those it lets in. */
  readonly noting: Guard
  /** Says what it accepts, as {@link RESOURCE}, which is also the address that proofs of possession are made for. */
  readonly described: Guard<Known>
}

/** Where the API of these tests is to its callers. */
const RESOURCE = 'https://api.example.com'
const METADATA_PATH = '/.well-known/oauth-protected-resource'

/**
 * One application, written in the framework's own habits:
 * - `GET /todos` requires the scope `todos:read` and the permission `todos.list`, and answers `{ "user": id of what onFirstSight made }`
 * - `GET /hello` is optional and answers `{ "user": userId or null }`
 * - `GET /broken` is guarded by `broken`, which fails with a bug
 * - `GET /handler-bug` requires sign-in, and its handler fails with a bug
 * - `GET /mounted/noting` is guarded by `noting`, in a router of its own where the framework has such
 * - `GET /nested` passes `described` twice: once in any way, then with the scope `todos:read`; and answers as `/todos` does
 * - what `described` says of the API is answered, where requests come to an API
 */
export type StartApp = (guards: Guards) => Promise<{
  /** Sends a request with these headers, each as often as it has values. */
  send(path: string, headers?: Record<string, string | string[]>): Promise<Answer>
  close(): Promise<void>
}>

/** What every adapter promises, with a real framework and keys fetched from a real server. */
export function describeAdapter(
  name: string,
  start: StartApp,
  { saysMetadata = true }: { readonly saysMetadata?: boolean } = {},
): void {
  describe(`behind the ${name} adapter`, () => {
    let issuer: KeyServer
    let signer: Signer
    let app: Awaited<ReturnType<StartApp>>
    let prover: Prover
    const noted: Presented[] = []

    beforeAll(async () => {
      signer = await createSigner()
      prover = await createProver()
      issuer = await startKeyServer(json({ keys: [signer.jwk] }))
      const clock = () => SECONDS * 1000
      const options = { issuer: issuer.origin, audience: AUDIENCE, clock }
      const broken = createGuard({
        ...options,
        keys: {
          find: () => {
            throw new RangeError('a bug of ours')
          },
        },
      })
      const onFirstSight = ({ subject }: { readonly subject: string }) => ({ id: subject })
      const guard = createGuard({ ...options, onFirstSight })
      const described = createGuard({ ...options, onFirstSight, resource: { url: RESOURCE } })
      const noting: Guard = {
        ...guard,
        admit: async (presented, requirement) => {
          noted.push(presented)
          const admission = await guard.admit(presented, requirement)
          return admission.admitted ? { ...admission, headers: { 'DPoP-Nonce': 'n-1' } } : admission
        },
      }
      app = await start({ guard, broken, noting, described })
    })
    afterAll(async () => {
      await app.close()
      await issuer.close()
    })

    const bearer = async (claims: Record<string, unknown> = {}) =>
      `Bearer ${await signer.token({ claims: { iss: issuer.origin, ...claims } })}`
    const reasonIn = ({ body }: Answer) => errorBody.parse(JSON.parse(body)).reason

    it('a good token leads to the handler, which knows who is calling', async () => {
      const answer = await app.send('/todos?page=2', { authorization: await bearer() })
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.body)).toEqual({ user: 'usr_018f0000000000000000000000000001' })
    })

    it('no token is 401 with a challenge, a body, and nothing to cache', async () => {
      const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
      const answer = await app.send('/todos', { traceparent })
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="api", scope="todos:read"')
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.headers['content-type']).toMatch(/^application\/json/)
      expect(errorBody.strict().parse(JSON.parse(answer.body))).toMatchObject({
        error: 'invalid_token',
        reason: 'token_missing',
        trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      })
    })

    it('a bad token is 401 and says why', async () => {
      const answer = await app.send('/todos', { authorization: await bearer({ exp: SECONDS - 60 }) })
      expect([answer.status, reasonIn(answer)]).toEqual([401, 'token_expired'])
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="api", error="invalid_token"/)
    })

    it('a missing scope is 403 and names the scope', async () => {
      const answer = await app.send('/todos', { authorization: await bearer({ scope: 'openid' }) })
      expect([answer.status, reasonIn(answer)]).toEqual([403, 'scope_insufficient'])
      expect(answer.headers['www-authenticate']).toMatch(/error="insufficient_scope".*scope="todos:read"$/)
    })

    it('a missing permission is 403, and names none of those that are there', async () => {
      for (const permissions of [undefined, [], ['todos.listing', 'todos']]) {
        const answer = await app.send('/todos', { authorization: await bearer({ permissions }) })
        expect([answer.status, reasonIn(answer)]).toEqual([403, 'permission_insufficient'])
        expect(answer.body).not.toContain('todos.list')
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="api", error="access_denied"/)
      }
    })

    it('two Authorization headers are refused, whichever comes first', async () => {
      const good = await bearer()
      for (const authorization of [
        [good, 'Bearer x'],
        ['Basic dXNlcjpwYXNz', good],
        [good, good],
      ]) {
        const answer = await app.send('/todos', { authorization })
        expect([answer.status, reasonIn(answer)]).toEqual([400, 'token_repeated'])
      }
    })

    it('a token in the query string is never accepted', async () => {
      const token = (await bearer()).slice('Bearer '.length)
      for (const path of [
        `/todos?access_token=${token}`,
        `/todos?%61ccess_token=${token}`,
        `/hello?access_token=${token}`,
      ]) {
        const answer = await app.send(path)
        expect([answer.status, reasonIn(answer)]).toEqual([401, 'token_missing'])
      }
      const twice = await app.send(`/todos?access_token=${token}`, { authorization: `Bearer ${token}` })
      expect([twice.status, reasonIn(twice)]).toEqual([400, 'token_repeated'])
      expect((await app.send('/hello?my_access_token=1')).status).toBe(200)
    })

    it('a token that is too large is refused', async () => {
      const answer = await app.send('/todos', { authorization: `Bearer ${'x'.repeat(8193)}` })
      expect([answer.status, reasonIn(answer)]).toEqual([401, 'token_too_large'])
    })

    it('optional mode lets a stranger in as nobody, and refuses a bad token', async () => {
      const stranger = await app.send('/hello')
      expect([stranger.status, JSON.parse(stranger.body)]).toEqual([200, { user: null }])
      const known = await app.send('/hello', { authorization: await bearer() })
      expect(JSON.parse(known.body)).toEqual({ user: 'usr_018f0000000000000000000000000001' })
      const bad = await app.send('/hello', { authorization: await bearer({ aud: 'other' }) })
      expect([bad.status, reasonIn(bad)]).toEqual([401, 'token_audience_mismatch'])
    })

    it('a trace that nobody can follow gets an id of its own', async () => {
      const traces = ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', 'x', undefined].map(
        async (traceparent) => {
          const answer = await app.send('/todos', traceparent === undefined ? {} : { traceparent })
          return errorBody.parse(JSON.parse(answer.body)).trace_id
        },
      )
      const ids = await Promise.all(traces)
      expect(new Set(ids).size).toBe(3)
      for (const id of ids) expect(id).toMatch(/^(?!0{32})[0-9a-f]{32}$/)
    })

    it('the guard sees the whole request: method, address as it was written, each header', async () => {
      await app.send('/mounted/noting?page=2', { authorization: await bearer(), 'x-proof': ['a', 'b'] })
      const request = noted.at(-1)?.request
      expect(request?.method).toBe('GET')
      expect(new URL(request?.url ?? '').href).toMatch(/^http:\/\/[^/]+\/mounted[/.]noting\?page=2$/)
      expect(request?.values('x-proof').join(', ')).toBe('a, b')
      expect(request?.values('x-absent')).toEqual([])
    })

    it('what the guard wants told is sent along with the answer of the handler', async () => {
      const answer = await app.send('/mounted/noting', { authorization: await bearer() })
      expect([answer.status, answer.headers['dpop-nonce']]).toEqual([200, 'n-1'])
      const refused = await app.send('/mounted/noting')
      expect([refused.status, refused.headers['dpop-nonce']]).toEqual([401, undefined])
    })

    it('a proof of possession opens one request, however often that passes the guard', async () => {
      const bound = await bearer({ cnf: { jkt: prover.thumbprint } })
      const token = bound.slice('Bearer '.length)
      const authorization = `DPoP ${token}`
      const proofFor = () => prover.proof(token, { claims: { htu: `${RESOURCE}/nested` } })
      const dpop = await proofFor()
      const once = await app.send('/nested', { authorization, dpop })
      expect([once.status, once.body]).toEqual([200, '{"user":"usr_018f0000000000000000000000000001"}'])
      const again = await app.send('/nested', { authorization, dpop })
      expect([again.status, reasonIn(again)]).toEqual([401, 'token_proof_replayed'])
      expect((await app.send('/nested', { authorization, dpop: await proofFor() })).status).toBe(200)
      const stolen = await app.send('/nested', { authorization: bound, dpop: await proofFor() })
      expect([stolen.status, reasonIn(stolen)]).toEqual([401, 'token_scheme_refused'])
    })

    it('what a request must meet is asked each time it passes the guard', async () => {
      const token = (await bearer({ scope: 'openid', cnf: { jkt: prover.thumbprint } })).slice(7)
      const dpop = await prover.proof(token, { claims: { htu: `${RESOURCE}/nested` } })
      const answer = await app.send('/nested', { authorization: `DPoP ${token}`, dpop })
      expect([answer.status, reasonIn(answer)]).toEqual([403, 'scope_insufficient'])
    })

    it.runIf(saysMetadata)('anybody may read what the API accepts, from any page', async () => {
      const answer = await app.send(METADATA_PATH)
      expect(answer.status).toBe(200)
      expect(answer.headers['content-type']).toMatch(/^application\/json/)
      expect(answer.headers['access-control-allow-origin']).toBe('*')
      expect(JSON.parse(answer.body)).toMatchObject({
        resource: RESOURCE,
        authorization_servers: [issuer.origin],
      })
      const stranger = await app.send('/nested')
      expect(stranger.headers['www-authenticate']).toContain(
        `resource_metadata="${RESOURCE}${METADATA_PATH}"`,
      )
      expect((await app.send('/todos')).status).toBe(401)
    })

    it('a bug in the guard is a 500, never a 401 and never a way in', async () => {
      const authorization = await bearer()
      const answer = await app.send('/broken', { authorization })
      expect(answer.status).toBe(500)
      expect(answer.headers['www-authenticate']).toBeUndefined()
      expect((await app.send('/broken')).status).toBe(401)
    })

    it('a bug in a handler is the framework’s 500', async () => {
      const answer = await app.send('/handler-bug', { authorization: await bearer() })
      expect(answer.status).toBe(500)
      expect(answer.headers['www-authenticate']).toBeUndefined()
    })
  })
}
