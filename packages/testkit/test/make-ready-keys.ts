import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** RSA key pairs for the issuers of tests, as PKCS #8 in PEM. */
    readyKeys: readonly string[]
  }
}

/** More than issuers live at once in any test, so that two tests in a row seldom see the same key. */
const COUNT = 8

const generate = promisify(generateKeyPair)

const encoding = {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const

/** Making RSA keys is most of what starting an issuer takes: they are made once for a whole run. */
export default async (project: TestProject): Promise<void> => {
  const pairs = await Promise.all(Array.from({ length: COUNT }, () => generate('rsa', encoding)))
  project.provide(
    'readyKeys',
    pairs.map(({ privateKey }) => privateKey),
  )
}
