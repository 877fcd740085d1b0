import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, type Html, pageHref } from '../frame.js'
import { layOutSupport } from './support-banner.js'

/** One page, before it is framed. */
export interface Page {
  readonly title: string
  readonly main: Html
  /** Whether it refuses something: told in the title, which is what is read out first. */
  readonly refuses?: boolean
  /** Which page of the account it is, where it is one. */
  readonly account?: keyof typeof accountPages
  /** Where a browser goes on to by itself. */
  readonly goOnTo?: string
}

/** The pages of the account, in the order of their menu. */
const accountPages = {
  account: pagePaths.account,
  email: pagePaths.email,
  password: pagePaths.password,
  sessions: pagePaths.sessions,
  identities: pagePaths.identities,
  apiKeys: pagePaths.apiKeys,
  delete: pagePaths.delete,
} as const

/** A page → a whole document. It holds no script, and needs none. */
export const layOutDocument = (frame: Frame, page: Page): Html => {
  const { site, words, locale } = frame
  const title =
    page.refuses === true ? `${words.frame.errorTitle}${words.frame.colon} ${page.title}` : page.title
  return html`<!doctype html>
<html lang="${locale}" class="corners-${site.brand.corners}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${page.goOnTo !== undefined && html`<meta http-equiv="refresh" content="0;url=${page.goOnTo}">`}
<title>${title} · ${site.brand.name}</title>
<link rel="stylesheet" href="${site.stylesheet}">
${site.logo !== undefined && html`<link rel="icon" href="${site.logo}">`}
</head>
<body>
<a class="skip" href="#main">${words.frame.skip}</a>
${layOutSupport(frame)}
<div class="page${page.account === undefined ? '' : ' wide'}">
<header class="top"><a class="brand" href="${site.app}/">${logo(frame)}<span>${site.brand.name}</span></a></header>
${page.account !== undefined && menu(frame, page.account)}
<main id="main" tabindex="-1">
${page.main}
</main>
${foot(frame)}
</div>
</body>
</html>
`
}

const logo = ({ site }: Frame): Html | false =>
  // The name stands beside it.
  site.logo !== undefined && html`<img src="${site.logo}" alt="" height="32">`

const menu = (frame: Frame, current: keyof typeof accountPages): Html => {
  const { words } = frame
  const labels = {
    account: words.account.profile,
    email: words.email.title,
    password: words.password.title,
    sessions: words.sessions.title,
    identities: words.identities.title,
    apiKeys: words.apiKeys.title,
    delete: words.delete.title,
  }
  const shown = (Object.keys(accountPages) as (keyof typeof accountPages)[]).filter(
    (name) =>
      (name !== 'identities' || frame.site.providers.length > 0) &&
      (name !== 'apiKeys' || frame.site.hasApiKeys),
  )
  const items = shown.map(
    (name) =>
      html`<li><a href="${pageHref(frame, accountPages[name])}"${name === current && html` aria-current="page"`}>${labels[name]}</a></li>`,
  )
  return html`<nav class="menu" aria-label="${words.account.nav}"><ul>${items}</ul></nav>`
}

const foot = ({ site, words }: Frame): Html | false => {
  const { privacy, terms, support } = site.brand.links
  const links = [
    { href: privacy, label: words.frame.privacy },
    { href: terms, label: words.frame.terms },
    { href: support, label: words.frame.support },
  ].filter(({ href }) => href !== undefined)
  if (links.length === 0) return false
  const items = links.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`)
  return html`<footer><nav aria-label="${words.frame.more}"><ul>${items}</ul></nav></footer>`
}
