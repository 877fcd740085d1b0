import { type RecognisedCredential, recogniseCredential } from '../explain/recognise-credential.js'
import type { Told } from '../explain/told.js'
import { explainJwtBy } from './explain-jwt.js'
import type { TypedExplainOptions } from './explain-options.js'
import { explainSessionFormBy } from './explain-session-form-by.js'
import { explainTrace } from './explain-trace.js'
import { loadConfig } from './load-config.js'
import { readStandardInput } from './read-standard-input.js'
import { sayTold } from './say-told.js'

const STATUS = { accepted: 0, refused: 1, unclear: 2 } as const

/** `latchkey explain`: why a token, or the request of a trace id, is refused. Sets the exit status. */
export const explain = async (given: string, typed: TypedExplainOptions): Promise<void> => {
  // Whoever cannot be told must not read as refused: it stays this until something is known.
  process.exitCode = 2
  const recognised = recogniseCredential(given === '-' ? await readStandardInput() : given)
  if (recognised.kind === 'trace') {
    process.exitCode = await explainTrace(recognised.traceId, typed)
    return
  }
  const told = await explainCredential(recognised, typed)
  console.log(sayTold(told, typed))
  process.exitCode = STATUS[told.verdict.outcome]
}

const explainCredential = async (
  { kind, text, scheme }: RecognisedCredential,
  typed: TypedExplainOptions,
): Promise<Told> => {
  switch (kind) {
    case 'jwt':
      return explainJwtBy({ text, scheme }, await loadConfig(typed.config), typed)
    case 'refresh_token':
    case 'session_cookie':
    case 'opaque_token':
    case 'api_key':
      return explainSessionFormBy({ kind, text }, await loadConfig(typed.config), typed)
    case 'link_token':
      return unclear(
        'the token of a link in a message',
        'It is used once, by the page of that link. An API takes no such token.',
      )
    case 'unknown':
      return unclear(
        'nothing that is known here',
        `${text.length} characters that are no JWT (which has two dots), no form of a session and no trace id (32 hex digits).`,
      )
  }
}

const unclear = (what: string, said: string): Told => ({
  what,
  checks: [],
  verdict: { outcome: 'unclear', said },
  hints: [],
})
