import { type LatchkeyClient, LatchkeyError } from '@latchkey/client'

/** Signs in with wrong passwords until the server wants no more of them; every pause is longer than the one before. */
export const guessUntilRefused = async (client: LatchkeyClient): Promise<never> => {
  for (;;) {
    await client.signIn({ email: 'alice@example.com', password: 'a guess' }).catch((error: unknown) => {
      if (!(error instanceof LatchkeyError) || error.code !== 'credentials_wrong') throw error
    })
  }
}
