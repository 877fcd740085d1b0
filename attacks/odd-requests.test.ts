import { OPERATOR_ROLE } from '@latchkey/contract'
import { djangoSession, djRestAuth, drfToken, fastapiTokens } from '@latchkey/server'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { refusalsOf } from '../packages/server/src/openapi/describe-api.js'
import type { DescribedDoor } from '../packages/server/src/openapi/doors/door-groups.js'
import type { Operation } from '../packages/server/src/openapi/operation.js'
import { operationsOf } from '../packages/server/src/openapi/operations.js'
import { setRoles } from '../packages/server/test/fixtures/test-admin.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  APP,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'

// Whatever is sent to whatever the document describes, nothing fails, and no answer is one that the document does not know.

const REQUESTS = 60
/** They answer for as long as something may happen. */
const WAITING: readonly string[] = ['watchSession', 'pollEvents']

const oddText = fc.oneof(
  fc.constantFrom('', ' ', '\u0000', '%00', '../..', "' or 1=1 --", '\ud800', '__proto__', 'a'.repeat(3_000)),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const oddValue = fc.oneof(
  oddText,
  fc.constantFrom(null, true, 0, -1, 1e308, [], {}, [[]], { toString: 1 }, ['a', 1]),
  fc.jsonValue({ maxDepth: 3 }),
)

/** The members that a schema knows, so that what is sent comes past the first look. */
const membersOf = (schema: z.ZodType): readonly string[] => {
  const names = new Set<string>()
  JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), (name, value: unknown) => {
    if (name === 'properties') for (const member of Object.keys(Object(value))) names.add(member)
    return value
  })
  return [...names]
}

const bodyFor = ({ request }: Operation): fc.Arbitrary<unknown> => {
  if (request === undefined) return fc.constant(undefined)
  const known = membersOf(request.schema)
  const member = fc.oneof(fc.constantFrom('odd', ...known), oddText)
  const body = fc.dictionary(member, oddValue, { maxKeys: 6 })
  if (request.type === undefined) return fc.oneof({ weight: 8, arbitrary: body }, fc.json(), oddText)
  if (request.type !== 'application/x-www-form-urlencoded') return oddText
  return body.map((members) =>
    new URLSearchParams(
      Object.entries(members).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ).toString(),
  )
}

const PREFIXES = { djRestAuth: '/dj', drfToken: '/drf', fastapiTokens: '/fast', djangoSession: '/pages-api' }
/** With the wire of former backends, beside our own. */
const doors: readonly DescribedDoor[] = [
  {
    kind: 'djRestAuth',
    prefix: PREFIXES.djRestAuth,
    social: new Map([['google', { path: '/dj/google/' }]]),
    names: { access: 'access', refresh: 'refresh' },
    cookies: undefined,
  },
  {
    kind: 'drfToken',
    prefix: PREFIXES.drfToken,
    signIn: new Map([['google', '/google/']]),
    signOut: '/logout/',
    isUnreadable: false,
  },
  { kind: 'fastapiTokens', prefix: PREFIXES.fastapiTokens },
  { kind: 'djangoSession', prefix: PREFIXES.djangoSession, social: new Map([['google-oauth2', {}]]) },
]

const operations = operationsOf({ browserDoor: true, hostedPages: false, adminDoor: true, doors }).filter(
  ({ id }) => !WAITING.includes(id),
)

let house: TestBrowserDoor
let browser: TestBrowser
let operator: TestBrowser
beforeAll(async () => {
  house = await startTestBrowserDoor({
    options: {
      doors: [
        djRestAuth({ prefix: PREFIXES.djRestAuth, social: { google: { path: '/dj/google/' } } }),
        drfToken({ prefix: PREFIXES.drfToken }),
        fastapiTokens({ prefix: PREFIXES.fastapiTokens }),
        djangoSession({ prefix: PREFIXES.djangoSession }),
      ],
      browser: {
        topology: { kind: 'same-origin', app: APP },
        pages: { confirmSignUp: '/verify/{token}', resetPassword: '/reset/{uid}/{token}' },
      },
    },
  })
  browser = house.openBrowser()
  operator = house.openBrowser()
  const state = await house.signUp(operator, { email: 'operator@example.com' })
  if (state.status === 'signed_in') await setRoles(house, state.user.id, [OPERATOR_ROLE])
})
afterAll(() => house[Symbol.asyncDispose]())

test.each(operations.filter(({ isAtRoot }) => isAtRoot))('there is a $path', async ({ method, path }) => {
  const request = new Request(`http://localhost:4000${path.replace('{name}', 'google-oauth2')}`, {
    method: 'OPTIONS',
  })
  expect((await house.latchkey.fetch(request)).headers.get('allow')).toContain(method)
})

describe.each(operations)('$method $path', (operation) => {
  test('answers odd requests as documented', async () => {
    const part = oddText.map((text) => encodeURIComponent(Buffer.from(text).toString()) || 'x')
    const isKnown = (status: number): boolean =>
      String(status) in operation.answers || [...refusalsOf(operation), 404].includes(status)
    await fc.assert(
      fc.asyncProperty(part, bodyFor(operation), fc.boolean(), async (text, body, hasSession) => {
        if (hasSession && (await browser.readState()).status === 'signed_out')
          await house.signUp(browser, { email: `odd-${crypto.randomUUID()}@example.com` })
        // Where it takes permissions somebody has them: what is odd shall come past the door.
        const signedIn = operation.security === 'operator' ? operator : browser
        const sender = hasSession ? signedIn : house.openBrowser()
        const type = operation.request?.type
        const { status, text: answer } = await sender.send(
          operation.method,
          operation.path.replace(/\{\w+\}/g, text),
          body,
          type === undefined ? {} : { headers: { 'content-type': type } },
        )
        expect(status, answer).not.toBe(500)
        expect(isKnown(status), `${status} ${answer.slice(0, 200)}`).toBe(true)
      }),
      { numRuns: REQUESTS },
    )
  })
})
