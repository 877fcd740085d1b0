import { expect, it } from 'vitest'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../test/signer.js'
import { createGuard } from './create-guard.js'
import { createLocalKeys } from './keys/local-keys.js'

const OTHER = 'ses_018f0000000000000000000000000002'

it('a session that is forgotten is verified anew, and nobody else', async () => {
  const signer = await createSigner()
  const local = createLocalKeys({ keys: [signer.jwk] })
  let lookups = 0
  const keys = {
    find: (query: Parameters<typeof local.find>[0]) => {
      lookups += 1
      return local.find(query)
    },
  }
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, keys, clock: () => NOW })
  const tokens = [
    await signer.token(),
    await signer.token({ claims: { jti: 'second' } }),
    await signer.token({ claims: { sid: OTHER } }),
  ]
  const lookupsOfAll = async (): Promise<number> => {
    const before = lookups
    for (const token of tokens) await guard.verify(token)
    return lookups - before
  }
  expect([await lookupsOfAll(), await lookupsOfAll()]).toEqual([3, 0])
  guard.forgetSession('ses_018f0000000000000000000000000001')
  expect([await lookupsOfAll(), await lookupsOfAll()]).toEqual([2, 0])
  guard.forgetSession('ses_of_nobody')
  expect(await lookupsOfAll()).toBe(0)
  guard.forgetAll()
  expect([await lookupsOfAll(), await lookupsOfAll()]).toEqual([3, 0])
})
