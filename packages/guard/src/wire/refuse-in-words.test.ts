import { expect, it } from 'vitest'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import type { RefusedRequest } from '../guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import { drfTokenWire } from './drf-token-wire.js'

it('the trace id of an answer that says little leads to the reason in the log', async () => {
  const signer = await createSigner()
  const reports: RefusedRequest[] = []
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
    development: true,
    wire: drfTokenWire(),
    onRefused: (refused) => reports.push(refused),
  })
  const token = await signer.token({ claims: { aud: 'other' } })
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const admission = await guard.admit({ authorization: `Token ${token}`, traceparent })
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  expect(admission).toEqual({
    admitted: false,
    refusal: {
      status: 401,
      headers: {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        'X-Trace-Id': traceId,
        'WWW-Authenticate': 'Token',
      },
      body: { detail: 'Invalid token.' },
    },
  })
  expect(reports).toEqual([
    { code: 'token_audience_mismatch', traceId, detail: `expected aud "${AUDIENCE}", saw "other"` },
  ])
})

it('a JWT under the scheme of a wire is let in, and under another is none', async () => {
  const signer = await createSigner()
  const keys = createLocalKeys({ keys: [signer.jwk] })
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys,
    clock: () => NOW,
    wire: drfTokenWire(),
  })
  const token = await signer.token()
  expect(await guard.check({ authorization: `Token ${token}` })).toMatchObject({ clientId: 'web' })
  await expect(guard.check({ authorization: `Bearer ${token}` })).rejects.toMatchObject({
    code: 'token_missing',
  })
})

it('a bug stays one in the words of every backend', async () => {
  const keys = {
    find: () => {
      throw new RangeError('a bug of ours')
    },
  }
  const signer = await createSigner()
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys,
    clock: () => NOW,
    wire: drfTokenWire(),
  })
  await expect(guard.admit({ authorization: `Token ${await signer.token()}` })).rejects.toThrow(RangeError)
})
