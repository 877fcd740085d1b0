import { type Algorithm, createLocalKeys, latchkey } from '@latchkey/guard'
import { checkExplainOptions, configuredIssuer } from '../configuration/check-explain-options.js'
import type { LatchkeyOptions } from '../configuration/options.js'
import { explainAccessToken } from '../explain/explain-access-token.js'
import type { RecognisedCredential } from '../explain/recognise-credential.js'
import type { Told } from '../explain/told.js'
import { CommandError } from './command-error.js'
import { listIn, readMoment, readRequirement, type TypedExplainOptions } from './explain-options.js'
import { presetFor, writeIssuer } from './preset-for.js'
import { withStorageAsItIs } from './with-storage-as-it-is.js'

type SentToken = Pick<RecognisedCredential, 'text' | 'scheme'>

/** An access JWT: of the server that is configured, by its own database; of any other issuer, by the keys it publishes. */
export const explainJwtBy = async (
  credential: SentToken,
  options: LatchkeyOptions,
  typed: TypedExplainOptions,
): Promise<Told> => {
  const own = configuredIssuer(options, process.env)
  if (typed.issuer !== undefined && typed.issuer !== own)
    return explainForeign(credential, typed.issuer, typed)
  if (own === undefined)
    throw new CommandError(
      'Nothing says which issuer the API trusts.',
      'Add --issuer https://auth.example.com --audience https://api.example.com, or run this where latchkey.config.ts is. Beside latchkey dev, set LATCHKEY_ISSUER too: http://localhost:4000.',
    )
  return explainOwn(credential, options, typed)
}

const explainOwn = (
  { text, scheme }: SentToken,
  options: LatchkeyOptions,
  typed: TypedExplainOptions,
): Promise<Told> => {
  const { issuer, audiences, database, sessionPolicy } = checkExplainOptions(options, process.env)
  const audience = typed.audience === undefined ? audiences : listIn(typed.audience)
  const now = readMoment(typed.at)
  return withStorageAsItIs(database, async ({ signingKeys, sessions, accounts }) => {
    const published = (await signingKeys.list()).map(({ publicJwk }) => publicJwk)
    if (published.length === 0)
      throw new CommandError(
        'This server has no signing key yet.',
        'The first start makes one: latchkey start',
      )
    const algorithms = typed.algorithms === undefined ? ALL : listIn(typed.algorithms)
    const given = { issuer, audience, algorithms: algorithms as Algorithm[] }
    return explainAccessToken(text, {
      guard: {
        issuers: [orCommandError(() => latchkey({ ...given, keys: createLocalKeys({ keys: published }) }))],
        clock: () => now,
        development: true,
      },
      writtenAs: `a guard for ${JSON.stringify(audience)} of ${issuer} (keys: from its database)`,
      use: { ...readRequirement(typed), scheme },
      lookup: { sessions, accounts, sessionPolicy, now },
    })
  })
}

/** Whatever this server signs with. */
const ALL = ['ES256', 'RS256', 'EdDSA'] as const

const explainForeign = async (
  { text, scheme }: SentToken,
  issuer: string,
  typed: TypedExplainOptions,
): Promise<Told> => {
  if (typed.audience === undefined)
    throw new CommandError(
      'Nothing says which API the token should be for.',
      'Add --audience with the name the guard has.',
    )
  const preset = typed.preset ?? (await presetFor(issuer))
  const audience = listIn(typed.audience)
  const algorithms = typed.algorithms && { algorithms: listIn(typed.algorithms) as Algorithm[] }
  const written = orCommandError(() => writeIssuer(preset, { issuer, audience, ...algorithms }))
  const now = readMoment(typed.at)
  return explainAccessToken(text, {
    guard: {
      issuers: [written.issuer],
      clock: () => now,
      development: true,
    },
    writtenAs: written.writtenAs,
    use: { ...readRequirement(typed), scheme },
    lookup: undefined,
  })
}

const orCommandError = <Made>(make: () => Made): Made => {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CommandError(
      `No guard can be made of this: ${error.message}.`,
      'Correct --issuer, --audience or --algorithms.',
    )
  }
}
