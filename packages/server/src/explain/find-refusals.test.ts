import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { findRefusals } from './find-refusals.js'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const findIn = (...lines: readonly string[]) =>
  findRefusals(TRACE, { file: 'a/b.log', input: Readable.from(lines.map((line) => `${line}\n`)) })

it('a line of JSON behind the name of a service is read', async () => {
  const line = {
    time: 1763726400000,
    reason: 'token_expired',
    trace: TRACE,
    status: 401,
    err: { message: 'late' },
  }
  expect(await findIn(`api | ${JSON.stringify(line)}`)).toEqual([
    {
      file: 'b.log',
      time: '2025-11-21T12:00:00.000Z',
      reason: 'token_expired',
      status: 401,
      detail: undefined,
      cause: 'late',
      event: undefined,
    },
  ])
})

it('a line that is no JSON is told as it is, without what looks like a token', async () => {
  const token = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.c2ln`
  const [found] = await findIn(`boom ${TRACE} ${token} lkrt_abc.0.def ${'0'.repeat(40)}`)
  expect(found?.event).toBe(`boom ${TRACE} … … …`)
})

it('other traces, endless lines and more than anybody reads are left out', async () => {
  const many = Array.from({ length: 100 }, () => `{"trace":"${TRACE}"}`)
  expect(await findIn('x', `{"trace":"${TRACE}","pad":"${'x'.repeat(70_000)}"}`)).toEqual([])
  expect(await findIn(...many)).toHaveLength(20)
})

it('values of other kinds than a log has are not taken for them', async () => {
  const [found] = await findIn(
    `{"trace":"${TRACE}","time":1e99,"reason":7,"status":"x","detail":{},"err":null}`,
  )
  expect(found).toMatchObject({ time: undefined, reason: undefined, status: undefined, detail: undefined })
})
