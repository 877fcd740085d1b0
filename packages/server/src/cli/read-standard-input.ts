import { CommandError } from './command-error.js'

/** More than any token has. */
const MAX_BYTES = 64 * 1024

/** What is piped in, as text. @throws CommandError when it is more than a token can be */
export const readStandardInput = async (): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size > MAX_BYTES)
      throw new CommandError('That is more than a token.', 'Pipe in the token and nothing else.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
