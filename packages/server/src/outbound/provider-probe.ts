import type { ProviderTest } from '@latchkey/contract'
import type { ProviderCalls } from '../ports/provider-calls.js'
import type { ProbedProvider, ProviderProbe } from '../ports/provider-probe.js'
import { fetchBounded } from './fetch-bounded.js'
import { parseJson } from './parse-json.js'
import { messageOf } from './unreachable.js'

type Check = ProviderTest['checks'][number]
type Fields = Readonly<Record<string, unknown>>

/** A code that nobody was given: what a token endpoint says to it tells whether it knows the client. */
const NO_CODE = 'latchkey-tests-this-provider'

/** Asks over HTTP, each question within the time and size that every other one has. */
export const providerProbe = (calls: Pick<ProviderCalls, 'redeemBare'>): ProviderProbe => ({
  probe: async (provider) => {
    const { checks, jwksUri } = await checkDiscovery(provider)
    const [keys, client] = await Promise.all([checkKeys(provider, jwksUri), checkClient(calls, provider)])
    return [...checks, ...keys, client, tellRedirect(provider)]
  },
})

const ok = (check: Check['check'], detail: string): Check => ({ check, outcome: 'ok', detail })
const failed = (check: Check['check'], detail: string): Check => ({ check, outcome: 'failed', detail })

const checkDiscovery = async (
  provider: ProbedProvider,
): Promise<{ readonly checks: readonly Check[]; readonly jwksUri: string | undefined }> => {
  const { client, issuer, jwksUri } = provider
  const isDiscovered = client?.server.kind === 'discovered' || (client === undefined && jwksUri === undefined)
  if (!isDiscovered || issuer === undefined) {
    const detail = 'Its addresses are known beforehand: there is no document to ask for.'
    return { checks: [{ check: 'discovery', outcome: 'not_possible', detail }], jwksUri }
  }
  let found: Fields
  try {
    found = await readFields(
      new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
      provider,
    )
  } catch (error) {
    return { checks: [failed('discovery', `It does not say what it is: ${messageOf(error)}`)], jwksUri }
  }
  const isSame = found['issuer'] === issuer
  const told = typeof found['issuer'] === 'string' ? found['issuer'].slice(0, LONGEST_QUOTE) : 'nobody'
  const missing = ['authorization_endpoint', 'token_endpoint'].filter(
    (name) => typeof found[name] !== 'string',
  )
  return {
    checks: [
      ok('discovery', 'It says what it is.'),
      isSame
        ? ok('issuer', `It names itself ${issuer}.`)
        : failed('issuer', `It names itself ${told}, not ${issuer}. Write its issuer to the letter.`),
      missing.length === 0
        ? ok('endpoints', 'It says where people sign in and where codes are redeemed.')
        : failed('endpoints', `It does not name: ${missing.join(', ')}.`),
    ],
    jwksUri: jwksUri ?? (typeof found['jwks_uri'] === 'string' ? found['jwks_uri'] : undefined),
  }
}

const LONGEST_QUOTE = 200

const checkKeys = async (
  provider: ProbedProvider,
  jwksUri: string | undefined,
): Promise<readonly Check[]> => {
  if (!provider.hasIdTokens) return []
  if (jwksUri === undefined) return [failed('keys', 'It does not say where its keys are.')]
  try {
    const { keys } = await readFields(new URL(jwksUri), provider)
    const count = Array.isArray(keys) ? keys.length : 0
    return [
      count > 0 ? ok('keys', `Its keys can be read: ${count}.`) : failed('keys', 'It publishes no keys.'),
    ]
  } catch (error) {
    return [failed('keys', `Its keys cannot be read: ${messageOf(error)}`)]
  }
}

const checkClient = async (
  calls: Pick<ProviderCalls, 'redeemBare'>,
  { client, redirectUri }: ProbedProvider,
): Promise<Check> => {
  if (client === undefined)
    return {
      check: 'client',
      outcome: 'not_possible',
      detail:
        'There is no secret: only ID tokens that applications send are taken, and nobody goes to its pages.',
    }
  const answer = await calls.redeemBare(client, { code: NO_CODE, redirectUri })
  switch (answer.outcome) {
    case 'granted':
      return failed('client', 'It gives tokens for a code that it never made.')
    case 'refused':
      return ok('client', `It refuses a code that it never made, and not the client: ${answer.detail}.`)
    case 'misconfigured':
      return failed(
        'client',
        `It does not know this client, or not with this secret or redirect URI: ${answer.detail}.`,
      )
    case 'unreachable':
      return failed('client', `It cannot be asked: ${answer.detail}`)
  }
}

const tellRedirect = ({ redirectUri }: ProbedProvider): Check => ({
  check: 'redirect',
  outcome: 'not_possible',
  detail: `Only somebody who signs in finds out whether ${redirectUri} is registered there.`,
})

/** @throws Error when it does not answer with a JSON object */
const readFields = async (url: URL, { onlyPublic }: ProbedProvider): Promise<Fields> => {
  const { status, text } = await fetchBounded(url, {}, { onlyPublic })
  if (status !== 200) throw new Error(`${url.host} answered ${status}`)
  const found = parseJson(text)
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    throw new Error(`${url.host} answered with something else`)
  return found as Fields
}
