import { FIRST_OPERATOR } from '@latchkey/contract'
import type { Settings } from './configuration/settings.js'
import { type OfferFirstOperatorDeps, offerFirstOperator } from './flows/admin/offer-first-operator.js'

/** What a server without an operator prints. The token is behind a `#`, which browsers send to nobody. */
export const firstOperatorLink = async (
  { browserDoor }: Pick<Settings, 'browserDoor'>,
  deps: OfferFirstOperatorDeps,
): Promise<string | undefined> => {
  const console = browserDoor?.browser.console
  if (console === undefined) return undefined
  const token = await offerFirstOperator(deps)
  return token && `${console}${FIRST_OPERATOR.slice(1)}#token=${token}`
}
