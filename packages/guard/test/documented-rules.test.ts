import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { AuthError, type ErrorCode, publicSentences } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isGuardError, refusal } from '../src/refusal.js'
import { json, type KeyServer, startKeyServer } from './key-server.js'
import { overHttp } from './send.js'
import { createSigner } from './signer.js'

const folder = new URL('./rule-samples/', import.meta.url)
const page = readFileSync(new URL('../../../docs/guard.md', import.meta.url), 'utf8')
const samples = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8').trim())

describe('docs/guard.md', () => {
  it('shows the code that runs in these tests, and no other', () => {
    const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = '']) => text.trim())
    expect(blocks.sort()).toEqual(samples.sort())
  })

  it('tells every reason a guard can give, with its status', () => {
    const [, table = ''] = page.split('## Refusals')
    const told = [...table.matchAll(/^\| `(\w+)` +\| (\d+) /gm)].map(([, code, status]) => [
      code,
      Number(status),
    ])
    const codes = (Object.keys(publicSentences) as ErrorCode[]).filter((code) =>
      isGuardError(new AuthError(code)),
    )
    const real = codes.map((code) => [code, refusal(new AuthError(code), { traceId: 'x' }).status])
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(real))
    expect(told).toHaveLength(real.length)
  })
})

describe('what it shows', () => {
  const USER = 'usr_018f0000000000000000000000000001'
  let issuer: KeyServer
  let app: Awaited<ReturnType<typeof overHttp>>
  let three: Awaited<ReturnType<typeof overHttp>>
  let tokenWith: (claims: Record<string, unknown>) => Promise<string>

  beforeAll(async () => {
    const signer = await createSigner()
    issuer = await startKeyServer(json({ keys: [signer.jwk] }))
    vi.stubEnv('LATCHKEY_ISSUER', issuer.origin)
    const now = Math.floor(Date.now() / 1_000)
    const common = { iss: issuer.origin, aud: 'https://api.example.com', iat: now, exp: now + 600 }
    tokenWith = (claims) => signer.token({ claims: { ...common, auth_time: now, ...claims } })
    three = await overHttp(createServer((await import('./rule-samples/three-lines.js')).app))
    app = await overHttp(createServer((await import('./rule-samples/rules.js')).app))
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await Promise.all([app, three, issuer].map((one) => one.close()))
  })

  const answerTo = async (
    method: string,
    path: string,
    claims: Record<string, unknown> | undefined,
  ): Promise<{ status: number; body: string; challenge: unknown }> => {
    const headers = claims === undefined ? {} : { authorization: `Bearer ${await tokenWith(claims)}` }
    const { status, body, headers: received } = await app.send(path, headers, method)
    return { status, body, challenge: received['www-authenticate'] }
  }
  const outcomeOf = async (method: string, path: string, claims: Record<string, unknown> | undefined) => {
    const { status, body } = await answerTo(method, path, claims)
    return status < 300 ? status : JSON.parse(body).reason
  }

  it('three lines let in who may read, and nobody else', async () => {
    expect((await three.send('/todos')).status).toBe(401)
    const answer = await three.send('/todos', { authorization: `Bearer ${await tokenWith({})}` })
    expect(JSON.parse(answer.body)).toEqual({ todosOf: USER })
  })

  const LONG_AGO = Math.floor(Date.now() / 1_000) - 3_600
  it.each<[string, string, Record<string, unknown> | undefined, number | string]>([
    ['GET', '/me', {}, 200],
    ['GET', '/me', undefined, 'token_missing'],
    ['GET', '/catalogue', undefined, 200],
    ['GET', '/catalogue', { aud: 'other' }, 'token_audience_mismatch'],
    ['GET', '/reports', { scope: 'reports:read', roles: ['editor'] }, 200],
    ['GET', '/reports', { scope: 'todos:read', roles: ['editor'] }, 'scope_insufficient'],
    ['GET', '/reports', { scope: 'reports:read', roles: ['member'] }, 'role_insufficient'],
    ['POST', '/articles', { permissions: ['articles.read', 'articles.write'] }, 201],
    ['POST', '/articles', { permissions: ['articles.read'] }, 'permission_insufficient'],
    ['POST', '/articles', { roles: ['articles.write'], scope: 'articles.write' }, 'permission_insufficient'],
    ['DELETE', '/account', {}, 204],
    ['DELETE', '/account', { auth_time: LONG_AGO }, 'sign_in_insufficient'],
    ['DELETE', '/account', { auth_time: undefined }, 'sign_in_insufficient'],
    ['POST', '/payments', { acr: 'aal3' }, 202],
    ['POST', '/payments', { acr: 'aal1' }, 'sign_in_insufficient'],
    ['POST', '/payments', {}, 'sign_in_insufficient'],
    ['GET', '/back-office', { client_id: 'back-office' }, 200],
    ['GET', '/back-office', { client_id: 'web' }, 'principal_refused'],
  ])('%s %s, with %j: %s', async (method, path, claims, outcome) => {
    expect(await outcomeOf(method, path, claims)).toBe(outcome)
  })

  it('the challenge for a recent sign-in says what the page says it does', async () => {
    const { challenge } = await answerTo('DELETE', '/account', { auth_time: LONG_AGO })
    const [, shown = ''] =
      /WWW-Authenticate: (Bearer realm="api", error="insufficient[\s\S]*?)\nContent/.exec(page) ?? []
    expect(challenge).toBe(shown.replaceAll(/\s+/g, ' '))
    expect((await answerTo('POST', '/payments', {})).challenge).toContain('acr_values="aal2 aal3"')
  })

  it('the first reason is that of the order the page tells: scopes, sign-in, roles, permissions', async () => {
    const { guard } = await import('./rule-samples/three-lines.js')
    const reasonFor = async (claims: Record<string, unknown>) => {
      const rights = { scopes: ['a'], roles: ['editor'], permissions: ['a.write'] }
      const rules = { ...rights, signedInWithin: 60_000, allow: () => false }
      return guard.verify(await tokenWith(claims), rules).catch(({ code }: AuthError) => code)
    }
    const old = { auth_time: LONG_AGO }
    expect(await reasonFor(old)).toBe('scope_insufficient')
    expect(await reasonFor({ ...old, scope: 'a' })).toBe('sign_in_insufficient')
    expect(await reasonFor({ scope: 'a' })).toBe('role_insufficient')
    const editor = { scope: 'a', roles: ['editor'] }
    expect(await reasonFor(editor)).toBe('permission_insufficient')
    expect(await reasonFor({ ...editor, permissions: ['a.write'] })).toBe('principal_refused')
  })
})
