import { expect, it } from 'vitest'
import { createProver, presentedWith } from '../../test/prover.js'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import { drfTokenWire } from '../wire/drf-token-wire.js'
import type { DpopOptions } from './dpop-options.js'

const valid = { issuer: ISSUER, audience: AUDIENCE }

it.each<[object | string, string]>([
  [{ require: true }, 'there is no option "dpop.require"'],
  [{ required: 'yes' }, 'dpop.required must be true or false'],
  [{ nonce: 'yes' }, 'dpop.nonce must be true or false'],
  [{ nonce: true, nonceKey: 'short' }, 'dpop.nonceKey must be at least 32 characters'],
  [{ nonceKey: 'x'.repeat(32) }, 'dpop.nonceKey does nothing without nonce: true'],
  [{ maxAge: 0 }, 'dpop.maxAge'],
  [{ maxAge: 3_600_000 }, 'dpop.maxAge'],
  [{ maxAge: Number.NaN }, 'dpop.maxAge'],
  [{ origins: [] }, 'dpop.origins must be a list'],
  [{ origins: 'https://api.example.com' }, 'dpop.origins must be a list'],
  [{ origins: ['api.example.com'] }, 'dpop.origins: each must be an absolute URL'],
  [{ origins: ['https://api.example.com?x=1'] }, 'dpop.origins: none may hold a query'],
  [{ replays: new Map() }, 'dpop.replays must have a function "spendOnce"'],
  ['yes', 'dpop must be options'],
])('dpop: %j stops an API from starting, and says why', (dpop, problem) => {
  expect(() => createGuard({ ...valid, dpop: dpop as never })).toThrow(problem)
})

it('the key of nonces is not told in a message', () => {
  const attempt = () => createGuard({ ...valid, dpop: { nonce: true, nonceKey: 'a short secret' } })
  expect(attempt).toThrow(TypeError)
  expect(attempt).not.toThrow('a short secret')
})

it('proofs and the wire of another backend exclude each other', () => {
  expect(() => createGuard({ ...valid, wire: drfTokenWire(), dpop: {} })).toThrow('dpop beside wire')
})

it.each<[string, DpopOptions, string | undefined, string, boolean]>([
  ['its own', {}, 'http://10.0.0.7:8000/todos', 'http://10.0.0.7:8000/todos', true],
  [
    'the one that was configured',
    { origins: ['https://api.example.com'] },
    'http://10.0.0.7:8000/todos',
    'https://api.example.com/todos',
    true,
  ],
  [
    'and not its own then',
    { origins: ['https://api.example.com'] },
    'http://10.0.0.7:8000/todos',
    'http://10.0.0.7:8000/todos',
    false,
  ],
  [
    'with the path a proxy takes away',
    { origins: ['https://example.com/api/'] },
    'http://10.0.0.7:8000/todos',
    'https://example.com/api/todos',
    true,
  ],
  [
    'and no other path',
    { origins: ['https://example.com/api'] },
    'http://10.0.0.7:8000/todos',
    'https://example.com/api',
    false,
  ],
  ['nobody knows', {}, undefined, 'https://api.example.com/todos', false],
])('the address of a request is %s', async (_, dpop, url, htu, expected) => {
  const [signer, prover] = [await createSigner(), await createProver()]
  const keys = createLocalKeys({ keys: [signer.jwk] })
  const guard = createGuard({ ...valid, keys, clock: () => NOW, dpop })
  const token = await signer.token({ claims: { cnf: { jkt: prover.thumbprint } } })
  const proof = await prover.proof(token, { claims: { htu } })
  const presented = presentedWith(`DPoP ${token}`, proof)
  const admission = await guard.admit({
    ...presented,
    request: { ...presented.request, method: 'GET', url, values: (name) => (name === 'dpop' ? [proof] : []) },
  })
  expect(admission.admitted).toBe(expected)
})

it('an API that says its address needs not say it twice', async () => {
  const [signer, prover] = [await createSigner(), await createProver()]
  const keys = createLocalKeys({ keys: [signer.jwk] })
  const resource = { url: 'https://api.example.com/v1' }
  const guard = createGuard({ ...valid, keys, clock: () => NOW, resource })
  const token = await signer.token({ claims: { cnf: { jkt: prover.thumbprint } } })
  const proof = await prover.proof(token, { claims: { htu: 'https://api.example.com/v1/todos' } })
  const url = 'http://10.0.0.7:8000/v1/todos'
  expect((await guard.admit(presentedWith(`DPoP ${token}`, proof, { url }))).admitted).toBe(true)
})
