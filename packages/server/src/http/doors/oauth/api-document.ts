import type { BrowserSettings } from '../../../model/topology.js'
import { describeApi } from '../../../openapi/describe-api.js'
import { operationsOf } from '../../../openapi/operations.js'
import { answerPublicDocument } from '../../answer.js'
import { sessionCookieName } from '../../browser/cookies.js'

export interface ApiDocumentDeps {
  readonly issuer: string
  /** Undefined: shut. */
  readonly browserDoor:
    | { readonly browser: Pick<BrowserSettings, 'cookie'>; readonly hosted?: object | undefined }
    | undefined
  readonly adminDoor: boolean
}

/** `GET /openapi.json`. Made when somebody asks: most servers are never asked. */
export const apiDocument = (
  { issuer, browserDoor, adminDoor }: ApiDocumentDeps,
  maxAgeSeconds: number,
): (() => Response) => {
  let text: string | undefined
  return () => {
    const sessionCookie = browserDoor && sessionCookieName(browserDoor.browser.cookie)
    const operations = operationsOf({
      browserDoor: browserDoor !== undefined,
      hostedPages: browserDoor?.hosted !== undefined,
      adminDoor,
    })
    text ??= JSON.stringify(describeApi(operations, { issuer, sessionCookie }))
    return answerPublicDocument(text, maxAgeSeconds)
  }
}
