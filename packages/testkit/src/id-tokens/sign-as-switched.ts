import { misbehavingClaims } from '../misbehaviour/misbehaving-claims.js'
import type { OidcTwin } from '../twin.js'
import { signIdToken } from './sign-id-token.js'

/** Another signature of the same length: its first bit is turned. */
const spoilSignature = (token: string): string => {
  const dot = token.lastIndexOf('.')
  const signature = Buffer.from(token.slice(dot + 1), 'base64url')
  signature.writeUInt8(signature.readUInt8(0) ^ 0x80, 0)
  return `${token.slice(0, dot)}.${signature.toString('base64url')}`
}

/** Signs claims with the current key, after the switches have had their way with them. */
export const signAsSwitched = async <P>(
  { keys, now, switches }: OidcTwin<P>,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> => {
  const token = await signIdToken(await keys.current(), misbehavingClaims(switches, now(), claims))
  return switches.current().badSignature ? spoilSignature(token) : token
}
