import { createHash } from 'node:crypto'
import type { BrowserSettings } from '../../../model/topology.js'
import { type ApiDocument, describeApi } from '../../../openapi/describe-api.js'
import type { DescribedDoor } from '../../../openapi/doors/door-groups.js'
import { groupsOf } from '../../../openapi/operations.js'
import { apiPage } from '../../../openapi/page/api-page.js'
import { API_PAGE_STYLE } from '../../../openapi/page/style.js'
import { answerPublicDocument } from '../../answer.js'
import { sessionCookieName } from '../../browser/cookies.js'

export interface ApiDocumentDeps {
  readonly issuer: string
  /** Undefined: shut. */
  readonly browserDoor:
    | { readonly browser: Pick<BrowserSettings, 'cookie'>; readonly hosted?: object | undefined }
    | undefined
  readonly adminDoor: boolean
  /** Those with the wire of a former backend. */
  readonly doors: readonly DescribedDoor[]
}

/** What this server answers, for programs and for people. Made when somebody asks: most servers are never asked. */
export interface ServedDocument {
  /** `GET /openapi.json`. */
  readonly asJson: () => Response
  /** `GET /docs`. */
  readonly asPage: () => Promise<Response>
}

export const apiDocument = (deps: ApiDocumentDeps, maxAgeSeconds: number): ServedDocument => {
  let document: ApiDocument | undefined
  let json: string | undefined
  let page: Promise<string> | undefined
  const read = (): ApiDocument => {
    document ??= describe(deps)
    return document
  }
  return {
    asJson: () => {
      json ??= JSON.stringify(read())
      return answerPublicDocument(json, maxAgeSeconds)
    },
    asPage: async () => {
      page ??= Promise.resolve(apiPage(read(), API_PAGE_STYLE)).then(String)
      return new Response(await page, {
        headers: { ...PAGE_HEADERS, 'cache-control': `public, max-age=${maxAgeSeconds}` },
      })
    },
  }
}

const describe = ({ issuer, browserDoor, adminDoor, doors }: ApiDocumentDeps): ApiDocument =>
  describeApi(
    groupsOf({
      browserDoor: browserDoor !== undefined,
      hostedPages: browserDoor?.hosted !== undefined,
      adminDoor,
      doors,
    }),
    { issuer, sessionCookie: browserDoor && sessionCookieName(browserDoor.browser.cookie) },
  )

const STYLE_HASH = createHash('sha256').update(API_PAGE_STYLE).digest('base64')

/** The one style sheet stands in the page; nothing runs, and nothing is loaded. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const
