import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import { logRefusals } from './log-refusals.js'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-refusals-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})
const linesOf = async (file: string) =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

it('a refused request is a line under its trace id, without its token', async () => {
  const file = join(folder, 'deep/refusals.ndjson')
  const signer = await createSigner()
  const keys = createLocalKeys({ keys: [signer.jwk] })
  const onRefused = logRefusals(file)
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, keys, clock: () => NOW, onRefused })
  const token = await signer.token({ claims: { aud: 'https://other.example.com' } })
  await guard.admit({ authorization: `Bearer ${token}`, traceparent: `00-${TRACE}-00f067aa0ba902b7-01` })
  await guard.admit({})
  expect(await linesOf(file)).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      reason: 'token_audience_mismatch',
      trace: TRACE,
      detail: `expected aud "${AUDIENCE}", saw "https://other.example.com"`,
    },
    { time: expect.anything(), reason: 'token_missing', trace: expect.stringMatching(/^[0-9a-f]{32}$/) },
  ])
  for (const part of token.split('.')) expect(await readFile(file, 'utf8')).not.toContain(part)
  // It says who was refused, and why: nobody else on this machine needs to know.
  expect((await stat(file)).mode & 0o077).toBe(0)
})

it('the file stays small, and the newest refusals are always in it', async () => {
  const file = join(folder, 'refusals.ndjson')
  const log = logRefusals(file)
  for (let index = 0; index < 1200; index += 1)
    log({ code: 'token_expired', traceId: String(index), detail: 'x'.repeat(5_000) })
  expect((await stat(file)).size).toBeLessThanOrEqual(1024 * 1024)
  expect((await stat(`${file}.1`)).size).toBeLessThanOrEqual(1024 * 1024)
  expect((await linesOf(file)).at(-1)).toMatchObject({ trace: '1199' })
})

it('a file that cannot be written is told once, and refuses nobody', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  await writeFile(join(folder, 'taken'), '')
  const log = logRefusals(join(folder, 'taken/refusals.ndjson'))
  log({ code: 'token_missing', traceId: TRACE })
  log({ code: 'token_missing', traceId: TRACE })
  expect(warn).toHaveBeenCalledTimes(1)
})
