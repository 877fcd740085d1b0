import PostalMime, { type Address, type Header } from 'postal-mime'
import type { ReceivedMessage } from './received-message.js'
import { splitAtLinks } from './split-at-links.js'

/** What the mail server knows about a message beside its bytes. */
export interface Delivery {
  readonly id: string
  readonly to: readonly string[]
  readonly receivedAt: string
}

/** Each part of a message is a level; nobody writes more, and somebody hostile might. */
const MAX_NESTING = 20

/** @throws Error when the bytes are no message */
export const readMessage = async (
  raw: Uint8Array,
  { id, to, receivedAt }: Delivery,
): Promise<ReceivedMessage> => {
  const mail = await PostalMime.parse(raw, { maxNestingDepth: MAX_NESTING, maxRfc822NestingDepth: 0 })
  const text = mail.text ?? ''
  return {
    id,
    to,
    from: mail.from === undefined ? '' : showAddress(mail.from),
    subject: mail.subject ?? '',
    text,
    html: mail.html ?? '',
    headers: joinHeaders(mail.headers),
    links: splitAtLinks(text).flatMap((piece) => (piece.kind === 'link' ? [piece.text] : [])),
    code: /\b(\d{3}) ?(\d{3})\b/.exec(text)?.slice(1).join(''),
    receivedAt,
  }
}

const showAddress = ({ name, address = '' }: Address): string =>
  name === '' ? address : `${name} <${address}>`

const joinHeaders = (headers: readonly Header[]): Record<string, string> => {
  const joined = new Map<string, string>()
  for (const { key, value } of headers) {
    const earlier = joined.get(key)
    joined.set(key, earlier === undefined ? value : `${earlier}\n${value}`)
  }
  return Object.fromEntries(joined)
}
