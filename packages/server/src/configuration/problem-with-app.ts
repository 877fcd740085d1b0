import { isOpenToOthers } from '../model/is-open-to-others.js'
import type { Topology } from '../model/topology.js'
import type { ConfigurationProblem } from './configuration-error.js'
import { relationOf } from './site-of.js'

/** One origin that shows pages of a topology whose pages are not on Latchkey's own. */
export interface AppApart {
  readonly kind: Exclude<Topology['kind'], 'same-origin'>
  readonly page: URL
  /** Whether it is `app`, or one of `otherApps`. */
  readonly isMain: boolean
}

export type AppProblem = Omit<ConfigurationProblem, 'at'>

/** Why no browser would keep a session between these pages and this server, or what would suit them better. */
export const problemWithApp = (app: AppApart, server: URL): AppProblem | undefined => {
  if (relationOf(app.page, server) === 'same-origin') {
    return {
      problem: `${app.page.origin} is the origin of Latchkey itself`,
      fix: app.isMain ? "Set kind: 'same-origin'." : 'Leave it out: its pages may do everything already.',
    }
  }
  return app.kind === 'sub-domain' ? problemWithinSite(app, server) : problemAcrossSites(app, server)
}

/** A `SameSite=Lax` cookie goes along with what a page fetches only within its site (RFC 6265bis §5.2). */
const problemWithinSite = ({ page }: AppApart, server: URL): AppProblem | undefined => {
  const relation = relationOf(page, server)
  if (relation === 'same-site') return undefined
  if (relation === 'other-scheme') {
    return {
      problem: `${page.origin} and ${server.origin} are two sites to a browser: one is https, the other is not`,
      fix: 'Serve both over https; on one machine, both over http will do.',
    }
  }
  return {
    problem: `${page.origin} and ${server.origin} are two sites to a browser, which sends no cookie from one to the other`,
    fix: oneSiteFix(page, server),
  }
}

/** A `SameSite=None` cookie goes anywhere, and is ignored unless it is `Secure` (RFC 6265bis §5.7). */
const problemAcrossSites = ({ page, isMain }: AppApart, server: URL): AppProblem | undefined => {
  if (relationOf(page, server) === 'same-site') {
    return isMain
      ? {
          problem: `${page.origin} and ${server.origin} are one site, whose cookies need not go to others`,
          fix: "Set kind: 'sub-domain'.",
        }
      : undefined
  }
  return server.protocol === 'https:'
    ? undefined
    : { problem: 'a cookie goes to pages of another site only over https', fix: oneSiteFix(page, server) }
}

const oneSiteFix = (page: URL, server: URL): string =>
  isLocal(page) && isLocal(server)
    ? `Use one host name for both, ${withHostOf(server, page)}, and kind: 'sub-domain'.`
    : "Put both below one domain, as https://app.example.com and https://auth.example.com, with kind: 'sub-domain'; " +
      "or serve Latchkey over https with kind: 'cross-site'."

const isLocal = ({ protocol, origin }: URL): boolean => protocol === 'http:' && !isOpenToOthers(origin)

const withHostOf = (server: URL, page: URL): string => {
  const moved = new URL(page.origin)
  moved.hostname = server.hostname
  return moved.origin
}
