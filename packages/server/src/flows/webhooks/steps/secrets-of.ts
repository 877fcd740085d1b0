import type { Millis } from '../../../model/time.js'
import type { Webhook } from '../../../model/webhook.js'
import type { Secrets } from '../../../ports/secrets.js'

/** What the secret of a webhook is sealed for. */
export const WEBHOOK_SECRET = 'webhook-secret'

/** What is signed with by now: the secret, and the one before while its time lasts. @returns undefined when it cannot be opened any more */
export const secretsOf = (
  secrets: Pick<Secrets, 'open'>,
  { sealedSecret, formerSecret }: Pick<Webhook, 'sealedSecret' | 'formerSecret'>,
  now: Millis,
): readonly string[] | undefined => {
  const sealed = [sealedSecret]
  if (formerSecret !== null && now < formerSecret.until) sealed.push(formerSecret.sealed)
  try {
    return sealed.map((each) => secrets.open(WEBHOOK_SECRET, each))
  } catch {
    // Of a secret of this server that has been retired since.
    return undefined
  }
}
