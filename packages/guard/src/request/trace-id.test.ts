import { expect, it } from 'vitest'
import { readTraceId } from './trace-id.js'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = '00f067aa0ba902b7'

it.each([
  `00-${TRACE}-${PARENT}-01`,
  `00-${TRACE}-${PARENT}-00`,
  `cc-${TRACE}-${PARENT}-01`,
  `cc-${TRACE}-${PARENT}-01-more`,
])('the trace id of %s is kept', (traceparent) => {
  expect(readTraceId(traceparent)).toBe(TRACE)
})

it.each([
  undefined,
  null,
  '',
  TRACE,
  `ff-${TRACE}-${PARENT}-01`,
  `00-${'0'.repeat(32)}-${PARENT}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${PARENT}-01`,
  `00-${TRACE}-${PARENT}-01-more`,
  `00-${TRACE}-${PARENT}-01\n`,
  `00-${TRACE}-${PARENT}`,
  ` 00-${TRACE}-${PARENT}-01`,
])('%j gives a random one', (traceparent) => {
  const traceId = readTraceId(traceparent)
  expect(traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(traceId).not.toBe(TRACE)
  expect(readTraceId(traceparent)).not.toBe(traceId)
})
