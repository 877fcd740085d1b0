import {
  createGuard,
  createLocalKeys,
  type Guard,
  latchkey,
  type OpaqueTokens,
  oidc,
  type StandingClaims,
} from '@latchkey/guard'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  AUDIENCE,
  claimsWith,
  createSigner,
  ISSUER,
  NOW,
  type Signer,
} from '../packages/guard/test/signer.js'

// An API trusts two Latchkey servers: that of its company, and that of a partner. Whoever runs the partner's writes the id of somebody at the
// company into its tokens, and signs them with its own key, which is as good as any.

const PARTNER = 'https://id.partner.example'
const VICTIM = 'usr_018f0000000000000000000000000001'

let company: Signer
let partner: Signer
beforeAll(async () => {
  company = await createSigner()
  partner = await createSigner('ES256', 'key-of-partner')
})

const issuers = () => ({
  company: latchkey({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [company.jwk] }),
  }),
  partner: latchkey({
    issuer: PARTNER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [partner.jwk] }),
  }),
})
const ofVictim = () => partner.token({ claims: { iss: PARTNER, sub: VICTIM } })

const guardOfBoth = (opaque?: OpaqueTokens): Guard => {
  const { company, partner } = issuers()
  return createGuard({
    issuers: [company, partner],
    clock: () => NOW,
    ...(opaque !== undefined && { opaque }),
  })
}

test('the id of somebody at the first server names nobody when the second one writes it', async () => {
  const guard = guardOfBoth()
  const victim = await guard.verify(await company.token())
  const impostor = await guard.verify(await ofVictim())
  expect(victim.userId).toBe(VICTIM)
  expect(impostor.userId).toBe(`${PARTNER}|${VICTIM}`)
  // The same where it is remembered.
  expect((await guard.verify(await ofVictim())).userId).toBe(impostor.userId)
})

test('what an opaque token of the second server stands for is that server’s too', async () => {
  const standing = (iss: string) =>
    claimsWith({ iss, sub: VICTIM, jti: undefined }) as unknown as StandingClaims
  const tokens: Record<string, StandingClaims> = {
    'says-company': standing(ISSUER),
    'says-partner': standing(PARTNER),
  }
  const check = async (token: string) => tokens[token]
  const askedAt = (issuer: string) => guardOfBoth({ issuer, check })
  expect((await askedAt(ISSUER).verify('says-company')).userId).toBe(VICTIM)
  expect((await askedAt(PARTNER).verify('says-partner')).userId).toBe(`${PARTNER}|${VICTIM}`)
  // Whoever answers for tokens answers for those of one server alone.
  await expect(askedAt(PARTNER).verify('says-company')).rejects.toMatchObject({
    code: 'token_issuer_mismatch',
  })
})

test('a person of the API is made of issuer and subject, so the two do not meet', async () => {
  const { company: first, partner: second } = issuers()
  const guard = createGuard({
    issuers: [first, second],
    clock: () => NOW,
    onFirstSight: ({ issuer, subject }) => ({ id: `${issuer} ${subject}` }),
  })
  const tokens = [await company.token(), await ofVictim()]
  const people = await Promise.all(tokens.map(async (token) => (await guard.verify(token)).user.id))
  expect(people).toEqual([`${ISSUER} ${VICTIM}`, `${PARTNER} ${VICTIM}`])
})

test('the second server cannot write the first one’s name, nor the whole name of somebody else', async () => {
  const guard = guardOfBoth()
  await expect(guard.verify(await partner.token({ claims: { sub: VICTIM } }))).rejects.toMatchObject({
    code: 'token_key_unknown',
  })
  const elaborate = await partner.token({ claims: { iss: PARTNER, sub: `${ISSUER}|${VICTIM}` } })
  const seen = await guard.verify(elaborate).then(
    ({ userId }) => userId,
    (error: { code?: string }) => error.code,
  )
  expect([VICTIM, `${ISSUER}|${VICTIM}`]).not.toContain(seen)
})

describe('which server is the first', () => {
  test('is said by the order in the list, and by nothing in a token', async () => {
    const { company: first, partner: second } = issuers()
    const guard = createGuard({ issuers: [second, first], clock: () => NOW })
    expect((await guard.verify(await ofVictim())).userId).toBe(VICTIM)
    expect((await guard.verify(await company.token())).userId).toBe(`${ISSUER}|${VICTIM}`)
  })

  test('other issuers do not count, wherever they stand', async () => {
    const { company: first, partner: second } = issuers()
    const keys = createLocalKeys({ keys: [partner.jwk] })
    const other = oidc({ issuer: 'https://idp.example.com', audience: AUDIENCE, algorithms: ['ES256'], keys })
    const guard = createGuard({ issuers: [other, first, second], clock: () => NOW })
    expect((await guard.verify(await company.token())).userId).toBe(VICTIM)
    expect((await guard.verify(await ofVictim())).userId).toBe(`${PARTNER}|${VICTIM}`)
    const stranger = await partner.token({ claims: { iss: 'https://idp.example.com', sub: VICTIM } })
    expect((await guard.verify(stranger)).userId).toBe(`https://idp.example.com|${VICTIM}`)
  })
})
