import { createHash } from 'node:crypto'

/** What a digest is taken for: the same address has another number at every provider. */
export interface DigestedAddress {
  readonly purpose: string
  readonly email: string
}

const digestOf = ({ purpose, email }: DigestedAddress): string =>
  createHash('sha256').update(`latchkey development ${purpose}\n${email.toLowerCase()}`).digest('hex')

/** Decimal digits that belong to an address, on any machine. Letter case does not count. */
export const digitsForAddress = (address: DigestedAddress, count: number): string =>
  (BigInt(`0x${digestOf(address)}`) % 10n ** BigInt(count)).toString().padStart(count, '0')

/** Hexadecimal digits that belong to an address, on any machine. Letter case does not count. */
export const hexForAddress = (address: DigestedAddress, count: number): string =>
  digestOf(address).slice(0, count)
