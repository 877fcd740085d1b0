import { getRequestListener } from '@hono/node-server'
import {
  type CommonGuardOptions,
  createGuard,
  type Guard,
  type KeySource,
  type LatchkeyPrincipal,
  type OneIssuerOptions,
  type SessionCookies,
} from '@latchkey/guard'
import { addressOfTwo, checkDoorsOverData } from './check-doors.js'
import { problemWithGoingOn, problemWithTold } from './configuration/check-logout-addresses.js'
import { checkOptions } from './configuration/check-options.js'
import { ConfigurationError } from './configuration/configuration-error.js'
import { doorsMeet } from './configuration/doors-meet.js'
import type { LatchkeyOptions } from './configuration/options.js'
import type { Settings } from './configuration/settings.js'
import { firstOperatorLink } from './first-operator-link.js'
import { readOpaqueToken } from './flows/read-opaque-token.js'
import { readProviderToken } from './flows/read-provider-token.js'
import { readSessionCookie } from './flows/read-session-cookie.js'
import { shortenHistory } from './flows/shorten-history.js'
import { keepLogoutStreams } from './flows/streams/keep-logout-streams.js'
import { sessionCookieName } from './http/browser/cookies.js'
import { sourceOf } from './http/listen.js'
import { createRouter, JWKS_MAX_AGE } from './http/router.js'
import type { Latchkey } from './latchkey.js'
import { parseUserId } from './model/ids.js'
import { SECOND } from './model/time.js'
import { openAuditHistory } from './open-audit-history.js'
import { openProviders } from './open-providers.js'
import { openRounds } from './open-rounds.js'
import { openSigningKeys } from './open-signing-keys.js'
import { argon2Hasher } from './outbound/argon2-hasher.js'
import { builtConsole } from './outbound/built-console.js'
import { hashDecoys } from './outbound/decoys.js'
import { describeUserAgent } from './outbound/describe-user-agent.js'
import { embeddedCommonPasswords } from './outbound/embedded-common-passwords.js'
import { formerTokens } from './outbound/former-tokens.js'
import { EVERY_KEY_RELOAD, startHousekeeping } from './outbound/housekeeping.js'
import { idTokenVerifier } from './outbound/id-token-verifier.js'
import type { KeyRing } from './outbound/key-ring.js'
import { knownClients } from './outbound/known-clients.js'
import { logoutHints } from './outbound/logout-hints.js'
import { nodeKeyFactory } from './outbound/node-key-factory.js'
import { nodeSecrets } from './outbound/node-secrets.js'
import { ownAccessTokenVerifier } from './outbound/own-access-token-verifier.js'
import { pinoLog } from './outbound/pino-log.js'
import { projectHooks } from './outbound/project-hooks.js'
import { providerCalls } from './outbound/provider-calls.js'
import { providerEventVerifier } from './outbound/provider-event-verifier.js'
import { providerKeys } from './outbound/provider-keys.js'
import { providerProbe } from './outbound/provider-probe.js'
import { problemWithPushAddress } from './outbound/push-address.js'
import { receiverGuard } from './outbound/receiver-guard.js'
import { newWebhookSecret } from './outbound/sign-webhook.js'
import { systemClock } from './outbound/system-clock.js'
import { systemPause } from './outbound/system-pause.js'
import { zlibDeflate } from './outbound/zlib-deflate.js'
import { openEventTail } from './revocation/event-tail.js'
import { ownRevocation } from './revocation/own-revocation.js'
import { openSessionWatches } from './revocation/session-watches.js'
import { openStatusLists } from './revocation/status-lists.js'
import { openStorage } from './storage/sql/open-database.js'
import { viewSettings } from './view-settings.js'

/** How late an end in another process is seen at most, when nobody was woken. */
const EVENT_POLL = 250
/** How long a list may be kept: how late an end is seen by whoever reads nothing but lists. */
const STATUS_LIST_TTL = 10 * SECOND

/** Long enough for every server process to load a new key and for every verifier's copy of the key set to run out. */
export const PUBLISH_KEYS_FOR = 2 * (JWKS_MAX_AGE * SECOND + EVERY_KEY_RELOAD)

/**
 * Opens a Latchkey server: checks the options, opens the database, brings its schema up to date, loads the signing keys
 * (making the first one on a new database).
 *
 * @throws ConfigurationError listing everything that is wrong with the options, or when the secret is not the database's
 */
export const createLatchkey = async <const Permission extends string = string>(
  options: LatchkeyOptions & { permissions?: readonly Permission[] | undefined } = {},
): Promise<Latchkey<Permission>> => {
  const settings = checkOptions(options, process.env)
  const log = options.log ?? pinoLog(settings.logLevel)
  const clock = options.clock ?? systemClock
  const secrets = nodeSecrets(settings.secrets)
  const storage = openStorage(settings.database, log)
  /** What is open, in the order it was opened in; it is closed in the other. */
  const opened: (() => unknown)[] = [() => storage.close()]
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close()
  }
  try {
    await storage.migrate(clock.now())
    await checkDoorsOverData(settings, { storage, clock, log })
    const keys = await openSigningKeys({ settings, storage, secrets, clock })
    const auditHistory = await openAuditHistory(storage, secrets)
    const decoys = hashDecoys({ secrets, ...storage })
    await decoys.refresh()
    const guardOf = (
      given: Pick<OneIssuerOptions, 'audience' | 'revocation'> & Omit<CommonGuardOptions, 'clock'>,
    ): Guard<LatchkeyPrincipal<Permission>> =>
      createGuard<Permission>({
        ...given,
        issuer: settings.issuer,
        algorithms: ['ES256', 'RS256', 'EdDSA'],
        keys: ownKeys(keys),
        clock: () => clock.now(),
      })
    // For our own endpoints, which every token of ours may be asked about at.
    const ownGuard = guardOf({ audience: [...new Set([...settings.audiences, settings.issuer])] })
    const drfTokens = opensDrfTokens(settings)
    const sessionDeps = { ...settings, ...storage, secrets, clock, drfTokens }
    const opaqueTokens =
      drfTokens || settings.apiKeys !== undefined
        ? { check: (token: string) => readOpaqueToken(sessionDeps, token) }
        : undefined
    const cookie: SessionCookies | undefined = settings.browserDoor && {
      name: sessionCookieName(settings.browserDoor.browser.cookie),
      origins: settings.browserDoor.browser.allowedOrigins,
      check: (value) => readSessionCookie(sessionDeps, value),
    }
    const tail = await openEventTail({ ...storage, clock, log, pollEvery: EVENT_POLL })
    opened.push(() => tail.stop())
    const statusLists = await openStatusLists({
      ...settings,
      ...storage,
      tail,
      signer: keys,
      secrets,
      deflate: zlibDeflate,
      clock,
      statusListTtl: STATUS_LIST_TTL,
    })
    const sessionWatches = openSessionWatches({ tail, clock })
    const revocation = ownRevocation({ ...settings, tail, statusLists, clock })
    const apiGuard: Latchkey<Permission>['guardFor'] = (audience, given = {}) =>
      guardOf({
        ...given,
        audience,
        revocation,
        ...(opaqueTokens !== undefined && { opaque: opaqueTokens }),
        ...(cookie !== undefined && { cookie }),
      })
    await keepLogoutStreams({
      ...storage,
      storage,
      configuredClients: settings.clients,
      clientRegistry: storage.clients,
      secrets,
      clock,
    })
    const hooks = projectHooks(settings.projectHooks, log)
    opened.push(() => hooks.settle())
    const clients = knownClients(settings.clients, storage.clients)
    const liveProviders = await openProviders({ ...storage, settings, secrets, clock, log })
    opened.push(() => liveProviders.stop())
    const { providers, makeProvider } = liveProviders
    const house = { settings, storage, auditHistory, secrets, clock, log }
    const rounds = openRounds({ ...house, keys, clients, providers, tail })
    opened.push(() => rounds.stop())
    const calls = providerCalls(clock)
    const keysOfProviders = providerKeys(clock)
    const tokenDeps = {
      ...storage,
      providers,
      providerCalls: calls,
      secrets,
      clock,
      log,
      pause: systemPause,
    }
    const router = createRouter({
      ...settings,
      ...storage,
      storage,
      providers,
      liveProviders,
      makeProvider,
      auditHistory,
      clock,
      secrets,
      log,
      hooks,
      mailRound: rounds.mailRound,
      webhookRound: rounds.webhookRound,
      webhookSender: rounds.webhookSender,
      newWebhookSecret,
      service: settings.browserDoor?.service ?? settings.issuer,
      hasher: argon2Hasher(settings.hashing, decoys),
      commonPasswords: embeddedCommonPasswords(),
      userAgents: { describe: describeUserAgent },
      guard: ownGuard,
      receiverGuard: receiverGuard(settings.issuer, { keys, clock }),
      problemWithPushUrl: (url) => problemWithPushAddress(url, settings.eventPushes),
      problemWithGoingOn,
      problemWithTold: (url, type) => problemWithTold(url, type, settings.eventPushes),
      keyFactory: nodeKeyFactory(secrets, settings.signingAlgorithm),
      publishKeysFor: PUBLISH_KEYS_FOR,
      configuredClients: settings.clients,
      clientRegistry: storage.clients,
      settingsView: viewSettings(settings),
      consoleFiles: builtConsole(),
      tail,
      sessionWatches,
      signer: keys,
      jwtSigner: keys,
      statusLists,
      statusListTtl: STATUS_LIST_TTL,
      jwks: () => keys.jwks(),
      clients,
      idTokens: idTokenVerifier(clock, keysOfProviders),
      logoutHints: logoutHints({ ...settings, keys: ownKeys(keys), clock }),
      providerEvents: providerEventVerifier(clock, keysOfProviders),
      providerCalls: calls,
      providerProbe: providerProbe(calls),
      accessTokens: ownAccessTokenVerifier(ownGuard),
      opaqueTokens,
      doors: settings.doors.map((door) => ({ ...door, formerTokens: formerTokens(door.former, clock) })),
    })
    const shared = addressOfTwo(router.routes, settings)
    if (shared !== undefined) throw new ConfigurationError([doorsMeet(shared)])
    const housekeeping = startHousekeeping({
      ...house,
      shortenHistory: () => shortenHistory({ ...settings, auditHistory, clock }),
      keys,
      decoys,
    })
    opened.push(
      () => housekeeping.stop(),
      () => sessionWatches.close(),
    )
    let closing: Promise<void> | undefined
    const fetch: Latchkey['fetch'] = async (request, source = {}) => router.fetch(request, source)
    return {
      issuer: settings.issuer,
      fetch,
      nodeListener: getRequestListener((request, env) => fetch(request, sourceOf(env)), {
        overrideGlobalObjects: false,
      }),
      guard: apiGuard(settings.audiences[0]),
      guardFor: (audience, given) => {
        if (settings.audiences.includes(audience)) return apiGuard(audience, given)
        throw new TypeError(
          `guardFor: ${JSON.stringify(audience)} is not one of the audiences of this server`,
        )
      },
      providerToken: async (userId, providerId) => {
        const id = parseUserId(userId)
        return id && readProviderToken(tokenDeps, id, providerId)
      },
      firstOperatorLink: () =>
        firstOperatorLink(settings, { storage, roles: settings.roles, secrets, clock }),
      endStreams: () => sessionWatches.close(),
      close: () => {
        closing ??= closeAll()
        return closing
      },
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** The keys our own tokens are signed with. */
const ownKeys = (keys: Pick<KeyRing, 'find'>): KeySource => ({
  find: ({ kid }) => (kid === undefined ? undefined : keys.find(kid)),
})

/** Whether there is a door whose frontends show opaque tokens to APIs. */
const opensDrfTokens = ({ doors }: Pick<Settings, 'doors'>): boolean =>
  doors.some(({ kind }) => kind === 'drfToken')
