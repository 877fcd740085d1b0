import { parseAddress } from '../model/address.js'
import type { LinkedPages } from '../model/linked-pages.js'
import type { BrowserSettings } from '../model/topology.js'
import { checkTopology } from './check-topology.js'
import type { Report } from './configuration-error.js'
import type { BrowserOptions, LatchkeyOptions } from './options.js'

/** How messages leave. */
export interface MailSettings {
  readonly smtpUrl: string
  /** As it stands in the From header. */
  readonly from: string
  /** The domain of Message-IDs. */
  readonly domain: string
}

/** The browser door, when it is open. */
export interface BrowserDoorSettings {
  readonly browser: BrowserSettings
  readonly pages: LinkedPages
  readonly mail: MailSettings
  /** The name people know the product by. */
  readonly service: string
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
  const browser = checkTopology(options.browser.topology, issuer, (at, ...told) =>
    report(`browser.${at}`, ...told),
  )
  const host = URL.canParse(browser.app) ? new URL(browser.app).hostname : 'localhost'
  return {
    browser,
    pages: checkPages(options.browser, browser.app, report),
    mail: checkMail(options, environment, host, report),
    service: options.service ?? host,
  }
}

const DEFAULT_PAGES: { readonly [Page in keyof LinkedPages]: string } = {
  signIn: '/sign-in',
  forgotPassword: '/forgot-password',
  confirmSignUp: '/confirm-sign-up',
  resetPassword: '/reset-password',
  confirmEmail: '/confirm-email',
}

const checkPages = ({ pages = {} }: BrowserOptions, app: string, report: Report): LinkedPages => {
  // How the origin should be written has been told where it is not.
  const origin = URL.canParse(app) ? new URL(app).origin : undefined
  const address = (name: keyof LinkedPages): string => {
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
    return app + path
  }
  return {
    signIn: address('signIn'),
    forgotPassword: address('forgotPassword'),
    confirmSignUp: address('confirmSignUp'),
    resetPassword: address('resetPassword'),
    confirmEmail: address('confirmEmail'),
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
