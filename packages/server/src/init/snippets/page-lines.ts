import type { Answers, ProviderName } from '../answers.js'

/** A way in, as a page shows it. */
export interface WayIn {
  readonly href: string
  readonly text: string
}

const NAMES: Readonly<Record<ProviderName, string>> = {
  google: 'Google',
  github: 'GitHub',
  facebook: 'Facebook',
  microsoft: 'Microsoft',
}

/** Plain links: to the hosted page, or straight to each provider. */
export const waysIn = ({ pages, providers }: Pick<Answers, 'pages' | 'providers'>): readonly WayIn[] =>
  pages === 'hosted'
    ? [{ href: '/auth/pages/sign-in?returnTo=/', text: 'Sign in' }]
    : providers.map((name) => ({
        href: `/auth/sign-in/${name}?returnTo=/`,
        text: `Sign in with ${NAMES[name]}`,
      }))
