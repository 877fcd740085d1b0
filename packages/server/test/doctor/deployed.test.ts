import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deployedChecks } from '../../src/doctor/deployed-checks.js'
import type { Deployment } from '../../src/doctor/deployment.js'
import type { Finding } from '../../src/doctor/finding.js'
import { runChecks } from '../../src/doctor/run-checks.js'
import { freePort } from '../fixtures/command.js'
import { DEPLOYED_APP, type Deployed, startDeployed, type Tampering } from '../fixtures/deployed.js'

let deployed: Deployed

beforeAll(async () => {
  deployed = await startDeployed()
})
afterAll(() => deployed[Symbol.asyncDispose]())
beforeEach(() => {
  deployed.tampering = {}
})

const look = (deviation: Partial<Deployment> = {}): Promise<readonly Finding[]> =>
  runChecks(
    deployedChecks({
      url: deployed.url,
      issuer: deployed.issuer,
      home: deployed.issuer,
      apps: [DEPLOYED_APP],
      trustedProxies: 0,
      hasBrowserDoor: true,
      ...deviation,
    }),
  )
const bad = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity !== 'ok')

test('where a proxy passes everything on, nothing is wrong', async () => {
  const findings = await look()
  expect(bad(findings)).toEqual([])
  expect(new Set(findings.map(({ check }) => check))).toEqual(
    new Set(['address', 'TLS', 'issuer', 'keys', 'clock', 'proxy', 'cookies', 'CORS', 'CSRF']),
  )
})

test('looking changes nothing, and takes few requests', async () => {
  let requests = 0
  deployed.tampering = {
    request: () => {
      requests += 1
    },
  }
  await look()
  expect(requests).toBeLessThanOrEqual(20)
})

/** One thing that a proxy does wrong, and what is told of it. Nothing else may be told but consequences that are named too. */
const TAMPERINGS: readonly (readonly [string, Tampering, readonly (readonly [string, RegExp])[]])[] = [
  [
    'takes Authorization off',
    {
      request: (headers) => {
        delete headers.authorization
      },
    },
    [['proxy', /Authorization header does not arrive/]],
  ],
  [
    'takes Set-Cookie off',
    {
      response: (headers) => {
        delete headers['set-cookie']
      },
    },
    [
      ['cookies', /without its cookie/],
      ['CSRF', /csrf_token_invalid/],
    ],
  ],
  [
    'takes Cookie off',
    {
      request: (headers) => {
        delete headers.cookie
      },
    },
    [['CSRF', /csrf_token_invalid/]],
  ],
  [
    'takes Origin off',
    {
      request: (headers) => {
        delete headers.origin
      },
    },
    [
      ['CORS', /to a preflight of .*allows no origin/],
      ['CORS', /to a page of .*allows no origin/],
      ['CSRF', /not told from one of yours/],
    ],
  ],
  [
    'takes headers of the page off',
    {
      request: (headers) => {
        delete headers['x-xsrf-token']
      },
    },
    [['CSRF', /csrf_token_missing/]],
  ],
  [
    'rewrites the flags of cookies',
    {
      response: (headers) => {
        headers['set-cookie'] = [headers['set-cookie'] ?? []]
          .flat()
          .map((line) => `${line}; Domain=app.example.com`)
      },
    },
    [['cookies', /browsers drop XSRF-TOKEN: its Domain app\.example\.com is not that of localhost/]],
  ],
  [
    'keeps answers',
    {
      response: (headers) => {
        headers['cache-control'] = 'public, max-age=60'
        headers['age'] = '70'
      },
    },
    [
      ['keys', /keys that are 70 seconds old/],
      ['cookies', /may be kept by caches/],
    ],
  ],
  [
    'answers out of a cache, whatever Cache-Control says',
    {
      response: (headers, path) => {
        if (path === '/session') headers['age'] = '3'
      },
    },
    [['cookies', /may be kept by caches \(it comes out of one\)/]],
  ],
  [
    'takes Cache-Control off',
    {
      response: (headers) => {
        delete headers['cache-control']
      },
    },
    [
      ['keys', /Cache-Control: none/],
      ['cookies', /may be kept by caches \(Cache-Control: none\)/],
    ],
  ],
  [
    'lets nobody keep the keys',
    {
      response: (headers, path) => {
        if (path.includes('jwks')) headers['cache-control'] = 'no-store'
      },
    },
    [['keys', /Cache-Control: no-store/]],
  ],
  [
    'answers CORS by itself, for everybody',
    {
      response: (headers) => {
        headers['access-control-allow-origin'] = '*'
      },
    },
    [
      ['CORS', /to a preflight of .*every origin, which browsers refuse beside cookies/],
      ['CORS', /to a page of .*every origin, which browsers refuse beside cookies/],
      ['CORS', /strangers \(https:\/\/latchkey-doctor\.invalid\) may read answers/],
      ['CORS', /strangers \(null\) may read answers/],
    ],
  ],
  [
    'answers CORS a second time',
    {
      response: (headers) => {
        headers['access-control-allow-origin'] = `${DEPLOYED_APP}, ${DEPLOYED_APP}`
      },
    },
    [
      ['CORS', /to a preflight of .*allows twice/],
      ['CORS', /to a page of .*allows twice/],
    ],
  ],
  [
    'answers preflights by itself',
    {
      answer: ({ method }, response) => {
        if (method === 'OPTIONS') response.writeHead(405).end()
        return method === 'OPTIONS'
      },
    },
    [
      ['CORS', /to a preflight of .*allows no origin/],
      ['CORS', /to a preflight of .*answers 405/],
    ],
  ],
  [
    'reads small bodies only',
    {
      answer: ({ headers }, response) => {
        const isLarge = Number(headers['content-length'] ?? 0) > 8_192
        if (isLarge) response.writeHead(413, { connection: 'close' }).end('<html>too large</html>')
        return isLarge
      },
    },
    [['proxy', /a body of 24 KiB is answered 413 before Latchkey sees it/]],
  ],
  [
    'shows error pages of its own',
    {
      body: (body, path) => (path.includes('userinfo') ? '<html>Unauthorized</html>' : body),
    },
    [['proxy', /userinfo answers 401, and not as Latchkey does/]],
  ],
  [
    'lives in another time',
    {
      response: (headers) => {
        headers['date'] = new Date(Date.now() - 600_000).toUTCString()
      },
    },
    [['clock', /the clock of the server is (599|600|601) seconds behind/]],
  ],
  [
    'makes itself known',
    {
      response: (headers) => {
        headers['via'] = '1.1 proxy'
      },
    },
    [['proxy', /a proxy stands before it \(via\), and trustedProxies is 0/]],
  ],
  [
    'does not pass /.well-known/ on',
    {
      answer: ({ url = '' }, response) => {
        const isWell = url.startsWith('/.well-known/')
        if (isWell) response.writeHead(404, { 'content-type': 'text/html' }).end('<html></html>')
        return isWell
      },
    },
    [
      ['issuer', /answers 404 without an issuer/],
      ['keys', /answers 404 without keys/],
    ],
  ],
  [
    'publishes a private key',
    {
      body: (body, path) => (path.includes('jwks') ? body.replace('"kty"', '"d":"AAAA","kty"') : body),
    },
    [['keys', /a private key is published/]],
  ],
  [
    'publishes keys that nobody can use',
    {
      body: (body, path) => (path.includes('jwks') ? body.replaceAll('P-256', 'P-521') : body),
    },
    [['keys', /none of the published keys can verify/]],
  ],
  [
    'sends everybody elsewhere',
    {
      answer: (_, response) => {
        response.writeHead(302, { location: 'https://elsewhere.example/login' }).end()
        return true
      },
    },
    [
      ['address', /redirects to https:\/\/elsewhere\.example\/login/],
      ['issuer', /answers 302/],
      ['keys', /answers 302/],
      ['proxy', /userinfo answers 302/],
      ['proxy', /answered 302 before/],
      ['cookies', /answers 302, and says nothing of a session/],
      ['CORS', /to a preflight of .*allows no origin/],
      ['CORS', /to a preflight of .*answers 302/],
      ['CORS', /to a page of .*allows no origin/],
    ],
  ],
]

describe('a proxy that', () => {
  test.each(TAMPERINGS)('%s is found out, with the fix', async (_, tampering, expected) => {
    deployed.tampering = tampering
    const findings = bad(await look())
    expect(findings.map(({ check, seen }) => [check, seen])).toEqual(
      expected.map(([check, seen]) => [check, expect.stringMatching(seen)]),
    )
    for (const { fix } of findings) expect(fix).toMatch(/\w{3}.*[.:)]|`/)
  })
})

describe('a check that', () => {
  test('comes to no end, or breaks, is told, and the others run', async () => {
    const findings = await runChecks(
      [
        { name: 'slow', run: () => new Promise(() => {}) },
        {
          name: 'broken',
          run: async () => {
            throw new RangeError('a bug')
          },
        },
        { name: 'quick', run: async () => [{ check: 'quick', severity: 'ok', seen: 'fine' }] },
      ],
      50,
    )
    expect(findings.map(({ check, severity }) => [check, severity])).toEqual([
      ['slow', 'error'],
      ['broken', 'error'],
      ['quick', 'ok'],
    ])
  })
})

describe('a topology that', () => {
  test('nobody configured this way is told with the difference', async () => {
    const findings = bad(await look({ issuer: `${deployed.issuer}/` }))
    expect(findings).toMatchObject([{ check: 'issuer', fix: /differ by a slash/ }])
  })

  test('has pages on another site is told that no cookie gets there', async () => {
    const app = 'https://app.example.com'
    const findings = bad(await look({ apps: [app] }))
    expect(findings.map(({ check, seen }) => `${check}: ${seen}`)).toEqual([
      expect.stringMatching(
        /^cookies: browsers do not send XSRF-TOKEN \(SameSite=Lax\) from pages of https:\/\/app\.example\.com/,
      ),
      expect.stringMatching(/^CORS: to a preflight of/),
      expect.stringMatching(/^CORS: to a page of/),
      expect.stringMatching(
        /^CSRF: a page of https:\/\/app\.example\.com is refused with csrf_origin_refused/,
      ),
    ])
  })

  test('has its pages before Latchkey is looked at where browsers reach it', async () => {
    const port = await freePort()
    const app = `http://localhost:${port}`
    const topology = { kind: 'same-origin', app, path: '/auth' } as const
    await using sameOrigin = await startDeployed({ options: () => ({ browser: { topology } }) })
    // The web server of the app: it passes one path on, and is at fault when it does not.
    let path = '/auth'
    const pages = createServer((incoming, outgoing) => {
      const { url = '', method, headers } = incoming
      if (!url.startsWith(`${path}/`)) return outgoing.writeHead(404).end('<html>')
      const onward = request(
        new URL(url.slice(path.length), sameOrigin.url),
        { method, headers, agent: false },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(outgoing)
        },
      )
      return incoming.pipe(onward)
    }).listen(port, 'localhost')
    await once(pages, 'listening')
    try {
      const given = { url: sameOrigin.url, issuer: sameOrigin.issuer, home: `${app}/auth`, apps: [app] }
      expect(bad(await look(given))).toEqual([])
      path = '/elsewhere'
      expect(bad(await look(given)).map(({ seen }) => seen)).toEqual([
        `${app}/auth/session answers 404, and says nothing of a session`,
      ])
    } finally {
      pages.close()
      pages.closeAllConnections()
    }
  })

  test('has no pages is not asked about cookies', async () => {
    const findings = await look({ apps: [], hasBrowserDoor: undefined })
    expect(findings.some(({ check }) => ['cookies', 'CORS', 'CSRF'].includes(check))).toBe(false)
  })

  test('is not there is told once', async () => {
    const url = new URL('http://localhost:1')
    const findings = bad(await look({ url, home: url.origin }))
    expect(findings.map(({ check }) => check)).toEqual(['address'])
  })
})
