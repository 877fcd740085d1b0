import type { OldFrontend } from '../old-frontend.js'
import { serveNextAuthV4 } from '../serve-next-auth-v4.js'
import { type Article000Options, authOptions000 } from './auth-options.js'

/** Starts the frontend of article 000: NextAuth v4 with Google, whose session holds what the login URL answers. */
export const startArticle000 = (options: Article000Options): Promise<OldFrontend> =>
  serveNextAuthV4(authOptions000(options))
