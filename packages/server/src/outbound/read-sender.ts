import { parseAddress } from '../model/address.js'

/** Who messages come from. */
export interface Sender {
  readonly name: string
  readonly address: string
}

const NAME_AND_ADDRESS = /^(?:"(?<quoted>[^"\\]*)"|(?<plain>[^"<>]*?))\s*<(?<address>[^<>]*)>$/

/**
 * Reads `hello@todo.example` and `Todo Garden <hello@todo.example>`, with the name in quotes or without.
 *
 * @throws TypeError when it is neither
 */
export const readSender = (from: string): Sender => {
  const { quoted, plain, address = from } = NAME_AND_ADDRESS.exec(from.trim())?.groups ?? {}
  const email = parseAddress(address)?.email
  const name = (quoted ?? plain ?? '').trim()
  if (email === undefined || /\p{Cc}/u.test(name)) {
    throw new TypeError(
      'The sender of messages must read like hello@todo.example or Todo Garden <hello@todo.example>.',
    )
  }
  return { name, address: email }
}
