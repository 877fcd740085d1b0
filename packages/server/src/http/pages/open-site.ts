import { createHash } from 'node:crypto'
import { pagePaths } from '@latchkey/contract'
import { type ListProvidersDeps, listProviders } from '../../flows/list-providers.js'
import type { ApiKeySettings } from '../../model/api-key.js'
import type { Brand } from '../../model/brand.js'
import type { PasswordRules } from '../../model/password-rules.js'
import type { ProfileField } from '../../model/profile-field.js'
import type { BrowserSettings } from '../../model/topology.js'
import type { Site } from '../../pages/frame.js'
import { writeStylesheet } from '../../pages/style/stylesheet.js'

export interface SiteSettings extends ListProvidersDeps {
  readonly browser: BrowserSettings
  readonly brand: Brand
  readonly profileFields: readonly ProfileField[]
  readonly passwordRules: PasswordRules
  /** Undefined: there are none. */
  readonly apiKeys: ApiKeySettings | undefined
}

/** What pages load beside themselves. */
export interface Asset {
  readonly type: string
  readonly body: string | Uint8Array<ArrayBuffer>
}

export interface OpenedSite {
  /** As it is at this moment. */
  readonly site: () => Site
  /** By their path. */
  readonly assets: ReadonlyMap<string, Asset>
}

/** What all pages have in common, and what they load: named after its content, so that it may be kept for good. */
export const openSite = (settings: SiteSettings): OpenedSite => {
  const { browser, brand } = settings
  const home = new URL(browser.home).pathname.replace(/\/$/, '')
  const sheet = { type: 'text/css; charset=utf-8', body: writeStylesheet(brand) }
  const sheetPath = `${pagePaths.home}/style-${hashOf(sheet.body)}.css`
  const assets = new Map<string, Asset>([[sheetPath, sheet]])
  const logoPath = brand.logo && `${pagePaths.home}/logo-${hashOf(brand.logo.bytes)}`
  if (brand.logo !== undefined && logoPath !== undefined) {
    assets.set(logoPath, { type: brand.logo.type, body: new Uint8Array(brand.logo.bytes) })
  }
  const fixed: Omit<Site, 'providers' | 'knownProviders'> = {
    brand,
    home,
    app: browser.app,
    stylesheet: home + sheetPath,
    logo: logoPath && home + logoPath,
    profileFields: settings.profileFields,
    passwordRules: settings.passwordRules,
    hasApiKeys: settings.apiKeys !== undefined,
  }
  const site = (): Site => ({
    ...fixed,
    providers: listProviders(settings).providers,
    knownProviders: settings.providers().map(({ id }) => id),
  })
  return { site, assets }
}

const HASH_LENGTH = 16

const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('base64url').slice(0, HASH_LENGTH)

const A_YEAR_IN_SECONDS = 31_536_000

export const answerAsset = ({ type, body }: Asset): Response =>
  new Response(body, {
    headers: {
      'content-type': type,
      'cache-control': `public, max-age=${A_YEAR_IN_SECONDS}, immutable`,
      // An SVG that is opened by itself is a document: what it holds must not run here.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  })
