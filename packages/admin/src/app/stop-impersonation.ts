import { answerOf, api } from './ask.js'

/** Becomes the operator again who acts as somebody else in this browser, and shows the console. @throws ApiRefusal */
export const stopImpersonation = async (): Promise<void> => {
  await answerOf(api.DELETE('/session/impersonation'))
  location.reload()
}
