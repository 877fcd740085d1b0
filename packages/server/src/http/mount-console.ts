import { AuthError, CONSOLE_PATH } from '@latchkey/contract'
import type { Hono } from 'hono'
import { answerRedirect } from './answer.js'
import { type ServeConsoleDeps, serveConsole } from './console/serve-console.js'

/** Mounts the operators' console below a path. Mount the admin door before: it lies below the console. */
export const mountConsole = <Environment extends object>(
  app: Hono<Environment>,
  base: string,
  deps: ServeConsoleDeps,
): void => {
  const home = base + CONSOLE_PATH
  // What the page loads it names from there, so that address has a slash at the end.
  app.all(home, () => answerRedirect(deps.browser.console ?? ''))
  app.all(`${home}/*`, ({ req }) => {
    if (req.method !== 'GET' && req.method !== 'HEAD')
      throw new AuthError('method_not_allowed', { detail: req.method })
    return serveConsole(deps, req.raw, req.path.slice(home.length + 1))
  })
}
