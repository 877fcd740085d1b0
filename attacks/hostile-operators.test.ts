import { ADMIN_PATH, OPERATOR_ROLE } from '@latchkey/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adminRoutes } from '../packages/server/src/http/admin-routes.js'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { makeUser, startTestAdmin } from '../packages/server/test/fixtures/test-admin.js'
import { makeWebhook } from '../packages/server/test/fixtures/test-webhooks.js'

// An operator's own program, or somebody who has its token, sends the admin API whatever there is. That each answer is one of those which the document
// of the API names is checked by the browser of the tests.

const RUNS = 300

/** What a field may be, that no field should be: what databases, addresses, terminals and formulas have stumbled over. */
const odd = fc.constantFrom<unknown>(
  ...[null, true, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [null], ['\0'], { '\0': '\0' }],
  ...['', ' ', '\0', '\ud800', '\u202e', '../..', '=1+1', '<img src=x onerror=alert(1)>', '__proto__'],
  ...[
    'javascript:alert(1)',
    'https://[::1',
    'https://x.example/\0',
    'http://127.0.0.1:1/',
    'x'.repeat(9_000),
  ],
)
/** What some endpoint takes. */
const right = {
  ...{ reason: 'test', name: 'Ada', email: 'ada@example.com', roles: [], profile: {}, invite: false },
  ...{
    id: 'app',
    type: 'confidential',
    scopes: [],
    formerAcceptedFor: 0,
    formerSignsFor: 0,
    state: 'paused',
  },
  ...{
    url: 'http://127.0.0.1:1/',
    events: ['user.created'],
    description: '',
    confirmed: true,
    enabled: true,
  },
  ...{ kind: 'oidc', options: { issuer: 'http://127.0.0.1:9', clientIds: ['us'] }, secrets: {}, version: 0 },
  ...{ postLogoutRedirectUris: [], backChannelLogoutUri: null, from: '2026-01-01T00:00:00Z', token: 'lkfo_' },
} as const
const NAMES = Object.keys(right)
/** What parts of a query are called. */
const ASKED = ['cursor', 'limit', 'q', 'user', 'actor', 'outcome', 'from', 'after', 'since', 'range', 'state']
const PARTS = [
  '%00',
  '%ED%A0%80',
  '%',
  '..%2f',
  '__proto__',
  'constructor',
  `ses_${'0'.repeat(32)}`,
  '-1',
  '%2e',
]

const endpoints = Object.entries(adminRoutes).flatMap(([path, route]) =>
  Object.keys(route).map((method) => ({ method, path: path.slice(ADMIN_PATH.length) })),
)
const request = fc.record({
  endpoint: fc.constantFrom(...endpoints),
  known: fc.boolean(),
  part: fc.constantFrom(...PARTS),
  fields: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 6 }),
  spoilt: fc.constantFrom(...NAMES, 'nothing'),
  value: odd,
  query: fc.tuple(
    fc.constantFrom(...ASKED),
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...PARTS)),
  ),
  key: fc.option(fc.constantFrom('"once"', 'a b', '""', 'x'.repeat(300))),
})

describe.each(databaseKinds)('whatever an operator sends, on $name', { timeout: 120_000 }, (kind) => {
  test('is done or refused, and never an error of ours', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.someone([OPERATOR_ROLE])
    const target = { user: '', webhook: '' }
    target.user = (await makeUser(operator)).id
    target.webhook = (await makeWebhook(operator, { url: right.url })).id
    const sent = fc.asyncProperty(
      request,
      async ({ endpoint, known, part, fields, spoilt, value, query, key }) => {
        const { method } = endpoint
        const there = known
          ? endpoint.path
              .replace('/users/:id', `/users/${target.user}`)
              .replace('/webhooks/:id', `/webhooks/${target.webhook}`)
          : endpoint.path
        const path = there.replace(/:\w+/g, part)
        const [name, text] = query
        const answer =
          method === 'GET'
            ? await operator.ask(
                method,
                `${path}?${name}=${encodeURIComponent(text.replaceAll(/\p{Cs}/gu, ''))}`,
              )
            : await operator.ask(
                method,
                path,
                {
                  ...Object.fromEntries(fields.map((field) => [field, right[field as keyof typeof right]])),
                  ...(spoilt !== 'nothing' && { [spoilt]: value }),
                },
                key === null ? {} : { 'idempotency-key': key },
              )
        expect(answer.status, `${method} ${path} ${answer.text}`).toBeLessThan(500)
      },
    )
    await fc.assert(sent, { numRuns: RUNS })
    expect(admin.door.logLines.filter((line) => line.includes('request failed'))).toEqual([])
  })
})
