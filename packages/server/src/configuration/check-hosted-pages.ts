import { pagePaths } from '@latchkey/contract'
import type { Brand } from '../model/brand.js'
import { isOpenToOthers } from '../model/is-open-to-others.js'
import type { LinkedPages } from '../model/linked-pages.js'
import type { Topology } from '../model/topology.js'
import type { Report } from './configuration-error.js'
import type { HostedPagesOptions } from './hosted-pages.js'
import { readLogo } from './read-logo.js'

const DEFAULT_ACCENT = '#1f4fd1'
const COLOUR = /^#[0-9a-f]{6}$/i

/** Options → how the hosted pages look. */
export const checkHostedPages = (
  options: HostedPagesOptions,
  {
    topology,
    service,
  }: {
    /** Undefined when something else is wrong with it, which is to be mended first. */
    readonly topology: Topology | undefined
    readonly service: string
  },
  report: Report,
): Brand => {
  // What Latchkey's own pages set is in another jar than what the app's pages see (CHIPS).
  if (topology?.kind === 'cross-site') {
    report(
      'browser.pages',
      'hosted pages cannot share a session with pages of another site',
      "Put Latchkey on a sub-domain of the app, with kind: 'sub-domain'; or name pages of your own.",
    )
  }
  const { accent = DEFAULT_ACCENT, corners = 'soft', links = {} } = options
  if (!COLOUR.test(accent)) {
    report(
      'browser.pages.accent',
      `${JSON.stringify(accent.slice(0, 40))} is no colour`,
      'Write it as #rrggbb, such as #1f4fd1.',
    )
  }
  return {
    name: options.name ?? service,
    logo: readLogo(options.logo, report),
    accent: accent.toLowerCase(),
    corners,
    links: {
      privacy: checkLink('privacy', links.privacy, report),
      terms: checkLink('terms', links.terms, report),
      support: checkLink('support', links.support, report),
    },
  }
}

const checkLink = (
  name: keyof Brand['links'],
  text: string | undefined,
  report: Report,
): string | undefined => {
  if (text === undefined) return undefined
  const isWeb = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !isOpenToOthers(text)
  const isMail = name === 'support' && /^mailto:[^\s?]+@[^\s?]+$/.test(text)
  if (isWeb || isMail) return isWeb ? new URL(text).href : text
  report(
    `browser.pages.links.${name}`,
    `${JSON.stringify(text.slice(0, 100))} is no web address`,
    'Write a whole one, such as https://example.com/privacy; for support a mailto: address will do too.',
  )
  return undefined
}

/** Where messages lead when Latchkey shows the pages. */
export const hostedLinkedPages = (home: string): LinkedPages => ({
  signIn: home + pagePaths.signIn,
  forgotPassword: home + pagePaths.forgot,
  confirmSignUp: home + pagePaths.confirm,
  resetPassword: home + pagePaths.reset,
  confirmEmail: home + pagePaths.confirmEmail,
  link: home + pagePaths.link,
  tokenIn: 'query',
})
