import { createGuard, createLocalKeys, type Requirement } from '@latchkey/guard'
import { beforeAll, expect, test } from 'vitest'
import { AUDIENCE, createSigner, ISSUER, NOW, SECONDS, type Signer } from '../packages/guard/test/signer.js'

const MINUTE = 60_000

let signer: Signer
beforeAll(async () => {
  signer = await createSigner()
})

/** What an API with this requirement answers to a token with these claims. */
const answerTo = async (requirement: Requirement, claims: Record<string, unknown>) => {
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
  })
  const authorization = `Bearer ${await signer.token({ claims })}`
  const admission = await guard.admit({ authorization }, requirement)
  if (admission.admitted) return 'admitted'
  const { status, headers, body } = admission.refusal
  return { status, challenge: headers['WWW-Authenticate'], body }
}

const CHALLENGE = /^Bearer realm="api", error="insufficient_user_authentication", error_description="[^"]+"/

test('RFC 9470 §3: a sign-in that is too old is answered with 401, the error and the age that is wanted', async () => {
  const requirement = { signedInWithin: 10 * MINUTE }
  expect(await answerTo(requirement, { auth_time: SECONDS - 600 })).toBe('admitted')
  const answer = await answerTo(requirement, { auth_time: SECONDS - 700 })
  expect(answer).toMatchObject({
    status: 401,
    challenge: expect.stringMatching(new RegExp(`${CHALLENGE.source}, max_age=600$`)),
    body: { error: 'insufficient_user_authentication', reason: 'sign_in_insufficient' },
  })
})

test('RFC 9470 §3: a sign-in that is too weak is answered with the ones that would do', async () => {
  const requirement = { acr: ['aal2', 'aal3'] }
  for (const acr of ['aal2', 'aal3']) expect(await answerTo(requirement, { acr })).toBe('admitted')
  for (const acr of ['aal1', 'AAL2', 'aal2 aal3', undefined])
    expect(await answerTo(requirement, { acr })).toMatchObject({
      status: 401,
      challenge: expect.stringMatching(new RegExp(`${CHALLENGE.source}, acr_values="aal2 aal3"$`)),
    })
})

test('RFC 9470 §3: where both are asked for, both are told', async () => {
  const requirement = { acr: ['aal2'], signedInWithin: MINUTE }
  expect(await answerTo(requirement, { acr: 'aal1', auth_time: SECONDS })).toMatchObject({
    challenge: expect.stringMatching(new RegExp(`${CHALLENGE.source}, acr_values="aal2", max_age=60$`)),
  })
})

test('RFC 9470 §6.1: a token that does not say when or how is as good as too old and too weak', async () => {
  for (const requirement of [{ signedInWithin: MINUTE }, { acr: ['aal2'] }])
    expect(await answerTo(requirement, { auth_time: undefined, acr: undefined })).toMatchObject({
      status: 401,
    })
})
