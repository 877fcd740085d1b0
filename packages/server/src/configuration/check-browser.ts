import { CONSOLE_PATH, pagePaths } from '@latchkey/contract'
import { parseAddress } from '../model/address.js'
import type { Brand } from '../model/brand.js'
import type { ApplicationPages, LinkedPages } from '../model/linked-pages.js'
import type { ProfileField } from '../model/profile-field.js'
import type { BrowserSettings } from '../model/topology.js'
import { checkHostedPages, hostedLinkedPages } from './check-hosted-pages.js'
import { checkTopology } from './check-topology.js'
import type { Report } from './configuration-error.js'
import type { LatchkeyOptions } from './options.js'
import { readProfileFields } from './read-profile-fields.js'

/** How messages leave. */
export interface MailSettings {
  readonly smtpUrl: string
  /** As it stands in the From header. */
  readonly from: string
  /** The domain of Message-IDs. */
  readonly domain: string
}

/** What hosted pages are made of. */
export interface HostedSettings {
  readonly brand: Brand
  /** What people may say about themselves on them, beside their name. */
  readonly profileFields: readonly ProfileField[]
}

/** The browser door, when it is open. */
export interface BrowserDoorSettings {
  readonly browser: BrowserSettings
  readonly pages: LinkedPages
  readonly mail: MailSettings
  /** The name people know the product by. */
  readonly service: string
  /** Undefined: the application shows its own. */
  readonly hosted: HostedSettings | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Options → what the browser door stands on; undefined when it stays shut. */
export const checkBrowser = (
  options: LatchkeyOptions,
  environment: Environment,
  issuer: string,
  report: Report,
): BrowserDoorSettings | undefined => {
  if (options.browser === undefined) return undefined
  const { topology, pages = {} } = options.browser
  let isTopologyFine = true
  const found = checkTopology(topology, issuer, (at, ...told) => {
    isTopologyFine = false
    report(`browser.${at}`, ...told)
  })
  const browser = { ...found, console: options.admin === false ? undefined : `${found.home}${CONSOLE_PATH}/` }
  const host = URL.canParse(browser.app) ? new URL(browser.app).hostname : 'localhost'
  const service = options.service ?? host
  const mail = () => checkMail(options, environment, host, report)
  if (!('hosted' in pages)) {
    const own = checkPages(pages, browser.app, report)
    return { browser, pages: own, mail: mail(), service, hosted: undefined }
  }
  if (Object.keys(pages).length > 1) {
    report(
      'browser.pages',
      'there are paths beside the hosted pages',
      'Give pages: hostedPages(), or the paths of your own pages.',
    )
  }
  const brand = checkHostedPages(
    pages.hosted,
    { topology: isTopologyFine ? topology : undefined, service },
    report,
  )
  return {
    browser: { ...browser, hostedPages: `${browser.home}${pagePaths.home}/` },
    pages: hostedLinkedPages(browser.home),
    mail: mail(),
    service,
    hosted: { brand, profileFields: readProfileFields(options.profile) },
  }
}

const DEFAULT_PAGES: { readonly [Page in keyof ApplicationPages]: string } = {
  signIn: '/sign-in',
  forgotPassword: '/forgot-password',
  confirmSignUp: '/confirm-sign-up',
  resetPassword: '/reset-password',
  confirmEmail: '/confirm-email',
}

const checkPages = (pages: Partial<ApplicationPages>, app: string, report: Report): LinkedPages => {
  // How the origin should be written has been told where it is not.
  const origin = URL.canParse(app) ? new URL(app).origin : undefined
  const address = (name: keyof ApplicationPages): string => {
    const path = pages[name] ?? DEFAULT_PAGES[name]
    const url = URL.canParse(path, origin) ? new URL(path, origin) : undefined
    // Whoever could have a link in a message lead elsewhere would be handed the token in it.
    const staysThere = origin === undefined || (url?.origin === origin && url.hash === '')
    if (!path.startsWith('/') || !staysThere) {
      report(
        `browser.pages.${name}`,
        `${JSON.stringify(path)} is not a path of ${app}`,
        `Write a path that begins with a slash and has no fragment, such as ${DEFAULT_PAGES[name]}.`,
      )
    }
    const strange = /\{(?!token\}|uid\})[^}]*\}?/.exec(path)?.[0]
    if (strange !== undefined) {
      report(
        `browser.pages.${name}`,
        `nothing goes where it says ${JSON.stringify(strange.slice(0, 40))}`,
        'Write {token} where the page looks for the proof, and {uid} for the person at the page for a new password.',
      )
    }
    if (path.includes('{uid}') && (name !== 'resetPassword' || !path.includes('{token}'))) {
      report(
        `browser.pages.${name}`,
        'it has {uid}, which belongs beside {token} at the page for a new password alone',
        "Write resetPassword: '/password/reset/confirm/{uid}/{token}', as that frontend has it.",
      )
    }
    return app + path
  }
  const signIn = address('signIn')
  return {
    signIn,
    forgotPassword: address('forgotPassword'),
    confirmSignUp: address('confirmSignUp'),
    resetPassword: address('resetPassword'),
    confirmEmail: address('confirmEmail'),
    link: signIn,
    tokenIn: 'fragment',
  }
}

const FROM = /^(?:[^<>\r\n]*<([^<>]+)>|([^<>\s]+))$/

const checkMail = (
  { mail = {} }: LatchkeyOptions,
  environment: Environment,
  host: string,
  report: Report,
): MailSettings => {
  const smtpUrl = mail.smtp ?? environment['LATCHKEY_SMTP'] ?? ''
  const isSmtp = URL.canParse(smtpUrl) && /^smtps?:$/.test(new URL(smtpUrl).protocol)
  if (!isSmtp) {
    report(
      'mail.smtp',
      smtpUrl === '' ? 'it is missing, and people confirm their addresses by mail' : 'it is no SMTP server',
      'Set LATCHKEY_SMTP, or mail.smtp, to smtps://user:password@mail.example.com or smtp://localhost:1025. `latchkey dev` ' +
        'brings a mailbox of its own.',
    )
  }
  const from = mail.from ?? environment['LATCHKEY_MAIL_FROM'] ?? `no-reply@${host}`
  const [, inBrackets, bare] = FROM.exec(from) ?? []
  const address = parseAddress(inBrackets ?? bare ?? '')
  if (address === undefined) {
    report(
      'mail.from',
      `${JSON.stringify(from)} is no address`,
      'Write no-reply@example.com, or Example <no-reply@example.com>.',
    )
  }
  return { smtpUrl, from, domain: address?.email.split('@').at(-1) ?? host }
}
