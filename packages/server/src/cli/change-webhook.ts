import {
  createWebhookRequest,
  rotateWebhookSecretRequest,
  updateWebhookRequest,
  WEBHOOK_EVENT_TYPES,
  type WebhookWithSecret,
} from '@latchkey/contract'
import type { z } from 'zod'
import { createWebhook } from '../flows/admin/create-webhook.js'
import { readWebhook } from '../flows/admin/list-webhooks.js'
import { removeWebhook } from '../flows/admin/remove-webhook.js'
import { retryDelivery } from '../flows/admin/retry-delivery.js'
import { rotateWebhookSecret } from '../flows/admin/rotate-webhook-secret.js'
import { updateWebhook } from '../flows/admin/update-webhook.js'
import { auditChain } from '../outbound/audit-chain.js'
import { problemWithPushAddress } from '../outbound/push-address.js'
import { newWebhookSecret } from '../outbound/sign-webhook.js'
import { askForReason } from './ask-for-reason.js'
import { CommandError, UsageError } from './command-error.js'
import { confirm } from './confirm.js'
import { operatingCommand } from './operating-command.js'
import { operatingDeps } from './operating-deps.js'
import { type Printed, print } from './print.js'
import { readFormerFor } from './read-former-for.js'
import { refuseOtherSecret } from './refuse-other-secret.js'
import { lineOfWebhook, noSuchWebhook, type TypedForWebhook } from './webhooks.js'
import { whereUnknown } from './where-unknown.js'
import { type CommandDeps, withStorage } from './with-storage.js'

interface Typed extends TypedForWebhook {
  readonly reason?: string
  readonly yes?: boolean
}

/** `latchkey webhook create`: it is told of what happens from now on. */
export const addWebhook = (
  url: string,
  typed: TypedForWebhook & { readonly event?: readonly string[]; readonly description?: string },
): Promise<void> => {
  const events = readEvents(typed.event ?? [])
  const wish = readWish(createWebhookRequest, { url, events, description: typed.description })
  return withStorage(typed.config, async (deps) => {
    const added = await createWebhook(await sealingDeps(deps), operatingCommand(), { wish, claim: undefined })
    print(typed, sayNewSecret(added))
  })
}

/** `latchkey webhook update`. */
export const changeWebhook = (
  id: string,
  typed: TypedForWebhook & {
    readonly url?: string
    readonly event?: readonly string[]
    readonly description?: string
    readonly state?: string
  },
): Promise<void> => {
  const { url, event, description, state } = typed
  if ([url, event, description, state].every((part) => part === undefined))
    throw new UsageError('Nothing says what to change.', 'Give --url, --event, --description or --state.')
  const events = event === undefined ? undefined : readEvents(event)
  const patch = readWish(updateWebhookRequest, { url, events, description, state })
  return withStorage(typed.config, async (given) => {
    const deps = { ...operatingDeps(given), problemWithPushUrl: problemFor(given) }
    const document = await updateWebhook(deps, operatingCommand(), { id, patch }).catch(noSuchWebhook)
    print(typed, { document, lines: [lineOfWebhook(document)] })
  })
}

/** `latchkey webhook rotate`: shows the new secret this once. */
export const rotateSigningSecret = (
  id: string,
  typed: Typed & { readonly formerFor: string },
): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    const { formerSignsFor: seconds } = rotateWebhookSecretRequest.shape
    const formerSignsFor = readFormerFor(typed.formerFor, seconds, 'stops signing with the secret of now')
    await readWebhook(operatingDeps(deps), operatingCommand(), id).catch(noSuchWebhook)
    if (formerSignsFor === 0)
      await confirm(`What is sent to ${id} is not signed with the secret of now any more, at once.`, typed)
    const reason = await askForReason(typed)
    const request = { id, formerSignsFor, reason }
    const rotated = await rotateWebhookSecret(await sealingDeps(deps), operatingCommand(), request)
    print(typed, sayNewSecret(rotated))
  })

/** `latchkey webhook remove`: from now on nothing is sent there. */
export const dropWebhook = (id: string, typed: Typed): Promise<void> =>
  withStorage(typed.config, async (given) => {
    const deps = operatingDeps(given)
    const { url } = await readWebhook(deps, operatingCommand(), id).catch(noSuchWebhook)
    await confirm(`Nothing is sent to ${url} from then on, and what waits is not sent either.`, typed)
    const reason = await askForReason(typed)
    await removeWebhook(deps, operatingCommand(), { id, reason })
    print(typed, { document: { removed: id }, lines: [`Removed ${id}.`] })
  })

/** `latchkey webhook resend`: makes an event due now. A running server sends it within seconds. */
export const sendDeliveryAgain = (id: string, delivery: string, typed: TypedForWebhook): Promise<void> =>
  withStorage(typed.config, async (given) => {
    const deps = operatingDeps(given)
    const { state } = await readWebhook(deps, operatingCommand(), id).catch(noSuchWebhook)
    await retryDelivery(deps, operatingCommand(), { id, delivery }).catch(
      whereUnknown(
        new CommandError(
          'Nothing like that was sent there.',
          `latchkey webhook deliveries ${id} shows what was.`,
        ),
      ),
    )
    const when =
      state === 'paused'
        ? 'It is sent once the webhook is enabled.'
        : 'A running server sends it within seconds.'
    print(typed, { document: { due: delivery }, lines: [`${delivery} is due. ${when}`] })
  })

/** What it takes to make a secret that servers can open. */
const sealingDeps = async (deps: CommandDeps) => {
  const secrets = deps.openSecrets()
  await refuseOtherSecret(deps.storage, secrets)
  return {
    ...operatingDeps(deps),
    secrets,
    auditHistory: deps.storage.openAuditHistory(auditChain(secrets)),
    newWebhookSecret,
    problemWithPushUrl: problemFor(deps),
  }
}

/** What is wrong with an address to send to. */
const problemFor =
  ({ settings }: CommandDeps) =>
  (url: string): string | undefined =>
    problemWithPushAddress(url, settings.eventPushes)

const sayNewSecret = (document: WebhookWithSecret): Printed => ({
  document,
  lines: [lineOfWebhook(document.webhook), `Its secret, shown only now: ${document.secret}`],
})

const readWish = <Schema extends z.ZodType>(schema: Schema, typed: unknown): z.output<Schema> => {
  const wish = schema.safeParse(typed)
  if (wish.success) return wish.data
  throw new UsageError(
    `${wish.error.issues[0]?.path[0] === 'url' ? 'The address' : 'The description'} cannot be meant.`,
    'Give an https address of 2000 characters at most, and a line of 200 at most that says what it is for.',
  )
}

const readEvents = (typed: readonly string[]): readonly string[] => {
  const unknown = typed.filter((type) => !WEBHOOK_EVENT_TYPES.some((known) => known === type))
  if (typed.length > 0 && unknown.length === 0) return typed
  throw new UsageError(
    typed.length === 0
      ? 'Nothing says what it is to be told of.'
      : `There is no event ${unknown.join(', ')}.`,
    `Give --event, once for each: ${WEBHOOK_EVENT_TYPES.join(', ')}.`,
  )
}
