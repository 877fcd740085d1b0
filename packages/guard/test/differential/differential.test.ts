import { AuthError } from '@latchkey/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createGuard } from '../../src/create-guard.js'
import { oidc } from '../../src/issuers/oidc.js'
import { createLocalKeys } from '../../src/keys/local-keys.js'
import { json, startKeyServer } from '../key-server.js'
import { AUDIENCE, ISSUER, NOW } from '../signer.js'
import { deviations } from './deviations.js'
import { type DraftKeys, draftAlgorithms, finish, honestDraft, makeDraftKeys } from './draft.js'
import { expressOauth2JwtBearer, jose } from './parties.js'
import { askPython } from './python-parties.js'
import { seeded } from './seeded.js'
import { isHonest, type SeenToken, whyTheyRefuse, whyWeRefuse } from './stated-reasons.js'

// The guard beside others who verify JWTs, over generated tokens: we accept nothing that all of them refuse, and refuse nothing that one
// of them accepts without a reason that stands in a table.

const COUNT = 20_000
const SEED = 20_261_121
/** Fewer signatures of RSA, which are slow to make. */
const ALGORITHMS = [...draftAlgorithms, 'ES256', 'ES256', 'ES256', 'EdDSA', 'EdDSA'] as const
const HOW_MANY_DEVIATIONS = [0, 1, 1, 1, 1, 1, 2, 2, 3] as const

interface Tried extends SeenToken {
  readonly number: number
  /** `accepted`, or the reason in the guard's own words. */
  ours: string
  /** By party. */
  readonly others: Map<string, boolean>
}

let tried: Tried[]

const readJson = (part: string | undefined): SeenToken['header'] => {
  try {
    const value: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(part ?? '', 'base64url')),
    )
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as SeenToken['header'])
      : undefined
  } catch {
    return undefined
  }
}

const makeTokens = (keys: DraftKeys): Tried[] => {
  const random = seeded(SEED)
  return Array.from({ length: COUNT }, (_, number) => {
    const draft = honestDraft(random.pick(ALGORITHMS), keys)
    const chosen = Array.from({ length: random.pick(HOW_MANY_DEVIATIONS) }, () =>
      random.pick(Object.keys(deviations)),
    )
    for (const name of chosen) deviations[name]?.(draft, random, keys)
    const token = finish(draft)
    const [header, claims] = token.split('.')
    return {
      number,
      token,
      alg: draft.alg,
      deviations: chosen,
      header: readJson(header),
      claims: readJson(claims),
      ours: '',
      others: new Map(),
    }
  })
}

const describeCase = ({ number, deviations: names, ours, others, header, claims }: Tried): string =>
  `seed ${SEED}, number ${number}, ${names.join(' and ') || 'honest'}: guard ${ours}, ${JSON.stringify(Object.fromEntries(others))} ` +
  `${JSON.stringify(header)} ${JSON.stringify(claims)?.slice(0, 400)}`

beforeAll(async () => {
  // The clock stands for everybody who asks it here.
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
  const keys = makeDraftKeys()
  const server = await startKeyServer(json(keys.jwks))
  const guard = createGuard({
    issuers: [
      oidc({
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: draftAlgorithms,
        keys: createLocalKeys(keys.jwks),
      }),
    ],
    maxRememberedTokens: 0,
  })
  tried = makeTokens(keys)
  for (const one of tried)
    one.ours = await guard.verify(one.token).then(
      () => 'accepted',
      (error: unknown) => {
        if (error instanceof AuthError) return `${error.code}: ${error.detail}`
        throw error
      },
    )
  for (const { name, accepts } of [jose(keys), expressOauth2JwtBearer(server.url)])
    for (const one of tried) one.others.set(name, await accepts(one.token))
  const tokens = tried.map(({ token }) => token)
  for (const [name, said] of askPython(tokens, keys))
    for (const [at, one] of tried.entries()) one.others.set(name, said[at] === true)
  await server.close()
}, 180_000)
afterAll(() => {
  vi.useRealTimers()
})

const accepts = ({ ours }: Tried): boolean => ours === 'accepted'
const acceptedBy = ({ others }: Tried): string[] =>
  [...others].flatMap(([name, said]) => (said ? [name] : []))

test('what all others refuse is refused', () => {
  const alone = tried.filter((one) => accepts(one) && acceptedBy(one).length === 0)
  expect(alone.map(describeCase)).toEqual([])
})

test('what somebody else accepts is refused for a stated reason, or not at all', () => {
  const unstated = tried.filter((one) => {
    if (accepts(one) || acceptedBy(one).length === 0) return false
    const [, stated] = Object.entries(whyWeRefuse).find(([words]) => one.ours.startsWith(words)) ?? []
    return stated === undefined || !stated.holds(one)
  })
  expect(unstated.slice(0, 20).map(describeCase)).toEqual([])
})

test('what is accepted here is refused elsewhere for a stated reason', () => {
  const unstated = tried.flatMap((one) =>
    accepts(one)
      ? [...one.others]
          .filter(
            ([name, said]) =>
              !said && !whyTheyRefuse.some(({ party, holds }) => party === name && holds(one)),
          )
          .map(([name]) => `${name}: ${describeCase(one)}`)
      : [],
  )
  expect(unstated.slice(0, 20)).toEqual([])
})

test('every deviation was tried, and every stated reason was met where all parties are here', () => {
  const refused = tried.filter((one) => !accepts(one) && acceptedBy(one).length > 0)
  const unmet = Object.keys(whyWeRefuse).filter(
    (words) => !refused.some(({ ours }) => ours.startsWith(words)),
  )
  // Some are about Python alone; that it is missing was said loudly.
  if (tried.every(({ others }) => others.size === 4)) expect(unmet).toEqual([])
  const untried = Object.keys(deviations).filter(
    (name) => !tried.some((one) => one.deviations.includes(name)),
  )
  expect(untried).toEqual([])
})

test('an honest token is accepted by everybody who knows its algorithm', () => {
  const honest = tried.filter(isHonest)
  expect(honest.length).toBeGreaterThan(COUNT / 20)
  expect(honest.filter((one) => !accepts(one)).map(describeCase)).toEqual([])
  const es256 = honest.filter(({ alg }) => alg === 'ES256')
  expect(es256.filter((one) => acceptedBy(one).length < one.others.size).map(describeCase)).toEqual([])
})
