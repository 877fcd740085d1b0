import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type CertificateDeviation,
  makeSelfSignedCertificate,
} from '../../../../e2e/self-signed-certificate.js'
import { checkCertificate } from '../../src/doctor/check-certificate.js'

const DAY = 24 * 60 * 60_000
const running: ReturnType<typeof createServer>[] = []

afterEach(() => {
  for (const server of running.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

const serverWith = async (deviation: CertificateDeviation = {}): Promise<URL> => {
  const server = createServer(makeSelfSignedCertificate(deviation), (_, response) => response.end())
  running.push(server)
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return new URL(`https://localhost:${(server.address() as AddressInfo).port}`)
}
const told = async (url: URL, now?: number) =>
  (await checkCertificate({ url }, now)).map(({ severity, seen }) => `${severity}: ${seen}`)

describe('a certificate', () => {
  test('that nobody vouches for is an error', async () => {
    expect(await told(await serverWith(), Date.now() - 30 * DAY)).toEqual([
      'error: the certificate is self-signed',
    ])
  })

  test('that ends soon is a warning beside it', async () => {
    expect(await told(await serverWith())).toEqual([
      'error: the certificate is self-signed',
      'warning: the certificate expires in 0 days',
    ])
  })

  test('that has expired is told so', async () => {
    const findings = await told(await serverWith({ until: Date.now() - DAY }))
    expect(findings).toContainEqual(expect.stringMatching(/^error: the certificate expired on \d{4}-/))
    expect(findings.filter((finding) => !finding.startsWith('error: '))).toEqual([])
  })

  test('that is for another host is told so', async () => {
    expect(await told(await serverWith({ host: 'other.example' }), Date.now() - 30 * DAY)).toEqual(
      expect.arrayContaining(['error: the certificate is not for localhost']),
    )
  })
})

test('plain http is for this machine alone', async () => {
  expect(await told(new URL('http://localhost:1'))).toEqual(['ok: plain http, which stays on this machine'])
  expect(await told(new URL('http://auth.example.com'))).toEqual([
    'error: http://auth.example.com is plain http',
  ])
})

test('a server that speaks no TLS is told so', async () => {
  const { createServer: createPlain } = await import('node:http')
  const server = createPlain().listen(0, 'localhost')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = new URL(`https://localhost:${(server.address() as AddressInfo).port}`)
  await expect(checkCertificate({ url })).rejects.toThrow(/wrong version number|SSL|EPROTO/)
  server.close()
  server.closeAllConnections()
})
