import { createHmac } from 'node:crypto'
import {
  AuthorizationResponseError,
  type AuthorizationServer,
  authorizationCodeGrantRequest,
  type Client,
  genericTokenEndpointRequest,
  refreshTokenGrantRequest,
  validateAuthResponse,
} from 'oauth4webapi'
import type { Clock } from '../ports/clock.js'
import type {
  BareCode,
  ProviderAnswer,
  ProviderCalls,
  ProviderClient,
  ProviderQuestion,
  RedemptionAnswer,
  TokenAnswer,
} from '../ports/provider-calls.js'
import { askForTokens } from './ask-for-tokens.js'
import { clientAuthentication } from './client-authentication.js'
import { fetchBounded } from './fetch-bounded.js'
import { parseJson } from './parse-json.js'
import { type ProviderServers, providerServers } from './provider-servers.js'
import { messageOf, unreachable } from './unreachable.js'

interface Deps {
  readonly clock: Clock
  readonly servers: ProviderServers
}

/** Providers, over HTTP. */
export const providerCalls = (clock: Clock): ProviderCalls => {
  const deps = { clock, servers: providerServers(clock) }
  return {
    authorizationAddress: async (server, parameters) => {
      try {
        const { authorization_endpoint: endpoint } = await deps.servers.find(server)
        if (endpoint === undefined) return unreachable(new Error('it has no authorization endpoint'))
        const url = new URL(endpoint)
        for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
        return { outcome: 'found', url: url.href }
      } catch (cause) {
        return unreachable(cause)
      }
    },
    redeem: (client, redemption) => redeem(deps, client, redemption),
    redeemBare: (client, bare) => redeemBare(deps, client, bare),
    refresh: (client, refreshToken) => refresh(deps, client, refreshToken),
    userInfo: async (place, accessToken) => {
      try {
        const { userinfo_endpoint: url } = await deps.servers.find(place)
        // Nobody has to have one.
        return url === undefined
          ? { outcome: 'answered', status: 404, body: undefined }
          : await ask({ method: 'GET', url, bearer: accessToken, onlyPublic: place.onlyPublic === true })
      } catch (cause) {
        return unreachable(cause)
      }
    },
    ask,
    proofOfSecret: (secret, text) => createHmac('sha256', secret).update(text).digest('hex'),
  }
}

const clientOf = ({ clientId }: ProviderClient): Client => ({ client_id: clientId })

const refresh = async (deps: Deps, client: ProviderClient, refreshToken: string): Promise<TokenAnswer> => {
  try {
    const server = await deps.servers.find(client.server)
    const authentication = clientAuthentication(deps, client.authentication)
    return await askForTokens(
      server,
      clientOf(client),
      (options) => refreshTokenGrantRequest(server, clientOf(client), authentication, refreshToken, options),
      client.server.onlyPublic,
    )
  } catch (cause) {
    return unreachable(cause)
  }
}

const redeem = async (
  deps: Deps,
  client: ProviderClient,
  redemption: Parameters<ProviderCalls['redeem']>[1],
): Promise<RedemptionAnswer> => {
  let server: AuthorizationServer
  try {
    server = await deps.servers.find(client.server)
  } catch (cause) {
    return unreachable(cause)
  }
  const checked = checkAnswer(server, client, redemption)
  if ('outcome' in checked) return checked
  const authentication = clientAuthentication(deps, client.authentication)
  const { redirectUri, codeVerifier } = redemption
  try {
    return await askForTokens(
      server,
      clientOf(client),
      (options) =>
        authorizationCodeGrantRequest(
          server,
          clientOf(client),
          authentication,
          checked.parameters,
          redirectUri,
          codeVerifier,
          options,
        ),
      client.server.onlyPublic,
    )
  } catch (cause) {
    return unreachable(cause)
  }
}

/** Nothing of the authorization response is known here, so nothing of it is checked. */
const redeemBare = async (
  deps: Deps,
  client: ProviderClient,
  { code, redirectUri }: BareCode,
): Promise<TokenAnswer> => {
  try {
    const server = await deps.servers.find(client.server)
    const authentication = clientAuthentication(deps, client.authentication)
    const parameters = { code, redirect_uri: redirectUri }
    return await askForTokens(
      server,
      clientOf(client),
      (options) =>
        genericTokenEndpointRequest(
          server,
          clientOf(client),
          authentication,
          'authorization_code',
          parameters,
          options,
        ),
      client.server.onlyPublic,
    )
  } catch (cause) {
    return unreachable(cause)
  }
}

/** State and issuer (RFC 9207 §2.4), before anything is done with the code; and whether there is one. */
const checkAnswer = (
  server: AuthorizationServer,
  client: ProviderClient,
  { parameters, expectedState }: Parameters<ProviderCalls['redeem']>[1],
): RedemptionAnswer | { readonly parameters: URLSearchParams } => {
  const given = new URLSearchParams(parameters)
  if (client.server.kind === 'known') given.delete('iss')
  // What else some send along would be taken for an answer of another flow.
  for (const name of ['id_token', 'token', 'response']) given.delete(name)
  try {
    const valid = validateAuthResponse(server, clientOf(client), given, expectedState)
    return given.get('code') ? { parameters: valid } : { outcome: 'mixed_up', detail: 'there is no code' }
  } catch (error) {
    return error instanceof AuthorizationResponseError
      ? { outcome: 'sent_back', error: error.error }
      : { outcome: 'mixed_up', detail: messageOf(error) }
  }
}

const ask = async (question: ProviderQuestion): Promise<ProviderAnswer> => {
  const { method, bearer, basic, body } = question
  try {
    const url = new URL(question.url)
    for (const [name, value] of Object.entries(question.query ?? {})) url.searchParams.set(name, value)
    const headers = new Headers(question.headers)
    if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`)
    if (basic !== undefined)
      headers.set('authorization', `Basic ${Buffer.from(`${basic.id}:${basic.secret}`).toString('base64')}`)
    if (body !== undefined) headers.set('content-type', 'application/json')
    const { status, text } = await fetchBounded(
      url,
      { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) },
      { onlyPublic: question.onlyPublic === true },
    )
    if (status >= 500 || status === 429) return unreachable(new Error(`${url.host} answered ${status}`))
    return { outcome: 'answered', status, body: status === 200 ? parseJson(text) : parseOrNothing(text) }
  } catch (cause) {
    return unreachable(cause)
  }
}

/** A refusal may be written in any way. */
const parseOrNothing = (text: string): unknown => {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
