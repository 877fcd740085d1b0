import type { OldFrontend } from '../old-frontend.js'
import { serveNextAuthV4 } from '../serve-next-auth-v4.js'
import { type Article001Options, authOptions001 } from './auth-options.js'

/** Starts the frontend of article 001, second part: NextAuth with Google, in front of dj-rest-auth and simplejwt. */
export const startArticle001 = (options: Article001Options): Promise<OldFrontend> =>
  serveNextAuthV4(authOptions001(options))
