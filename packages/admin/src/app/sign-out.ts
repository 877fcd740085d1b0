import { answerOf, api } from './ask.js'
import { goToSignIn } from './place.js'

/** Ends the session of this browser. @throws ApiRefusal */
export const signOut = async (): Promise<void> => {
  await answerOf(api.DELETE('/session'))
  goToSignIn()
}
