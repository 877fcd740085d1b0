import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { checkPlainHttp, plainAddressOf } from '../../src/doctor/check-plain-http.js'

const running: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of running.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

const serverThat = async (answer: RequestListener): Promise<URL> => {
  const server = createServer(answer)
  running.push(server)
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return new URL(`http://localhost:${(server.address() as AddressInfo).port}/`)
}
const redirectingTo =
  (location: string, status = 301): RequestListener =>
  (_, response) => {
    response.writeHead(status, { location }).end()
  }
/** TLS is looked at elsewhere: here it is enough that it answers. */
const secureSaying = (hsts: string | undefined): Promise<URL> =>
  serverThat((_, response) => {
    response.writeHead(200, hsts === undefined ? {} : { 'strict-transport-security': hsts }).end()
  })
const severities = async (secure: URL, plain: URL) =>
  (await checkPlainHttp(secure, plain)).map(({ severity }) => severity)

test.each<[string, RequestListener, string]>([
  ['redirects to https', redirectingTo('https://localhost/'), 'ok'],
  ['redirects for good', redirectingTo('https://localhost/', 308), 'ok'],
  ['redirects to another host', redirectingTo('https://elsewhere.example/'), 'error'],
  ['redirects to http', redirectingTo('http://localhost/'), 'error'],
  ['redirects to nonsense', redirectingTo('https://'), 'error'],
  ['answers', (_, response) => response.end('hello'), 'error'],
])('a plain address that %s', async (_, answer, severity) => {
  const secure = await secureSaying('max-age=31536000; includeSubDomains')
  expect(await severities(secure, await serverThat(answer))).toEqual([severity, 'ok'])
})

test('where nothing answers without TLS, nothing has to be redirected', async () => {
  expect(await severities(await secureSaying('max-age=31536000'), new URL('http://localhost:1'))).toEqual([
    'ok',
    'ok',
  ])
})

test.each([undefined, 'max-age=60', 'max-age=0', 'includeSubDomains'])(
  'Strict-Transport-Security %j is too little',
  async (hsts) => {
    expect(await severities(await secureSaying(hsts), new URL('http://localhost:1'))).toEqual([
      'ok',
      'warning',
    ])
  },
)

test('only the usual ports have a plain address beside them', () => {
  expect(plainAddressOf(new URL('https://auth.example.com/x'))?.href).toBe('http://auth.example.com/')
  expect(plainAddressOf(new URL('https://auth.example.com:8443/'))).toBeUndefined()
  expect(plainAddressOf(new URL('http://auth.example.com/'))).toBeUndefined()
})
