/**
 * The body of an answer from elsewhere, as text.
 *
 * @throws Error as soon as it is longer than `maxBytes`; the rest is not read
 */
export const readBounded = async (response: Response, maxBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw new Error(`${hostOf(response)} sent more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const hostOf = ({ url }: Response): string => (URL.canParse(url) ? new URL(url).host : 'it')
