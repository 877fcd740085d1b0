import { createPublicKey, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'

/** What a developer is given by Apple: no secret, but a key to make secrets with. */
export interface AppleClient {
  /** A Services ID. */
  readonly id: string
  readonly teamId: string
  readonly keyId: string
  /** PKCS #8 in PEM, as in the `AuthKey_….p8` that can be downloaded once. P-256. Another one after every start. */
  readonly privateKey: string
}

const generate = promisify(generateKeyPair)

export const createAppleClient = async (): Promise<AppleClient> => {
  const { privateKey } = await generate('ec', { namedCurve: 'P-256' })
  return {
    id: 'com.example.latchkey',
    teamId: 'LATCHKEYDV',
    keyId: 'DEVKEY2026',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** What Apple keeps of the key. */
export const publicKeyOf = ({ privateKey }: AppleClient) => createPublicKey(privateKey)
