import { type ErrorCode, publicSentences } from '@latchkey/contract'
import { isErrorCode } from './is-error-code.js'

/**
 * The `code` parameter of the error page → the sentence to show there. Undefined for anything that is not one of
 * Latchkey's reasons, so whatever a stranger puts into the address, only sentences of ours are rendered.
 */
export const signInRefusal = (code: string | readonly string[] | null | undefined): string | undefined =>
  isErrorCode(code) ? publicSentences[code] : undefined

/**
 * Where a refused sign-in goes: NextAuth's `AccessDenied` when it is about the person, `Configuration` (which NextAuth words
 * as a fault of the server) when trying again or the operator can help. `code` says which.
 */
export const refusalPage = (errorPage: string, code: ErrorCode): string => {
  const error = /^(proof|address|user|provider_token)_|^hook_denied$/.test(code)
    ? 'AccessDenied'
    : 'Configuration'
  return `${errorPage}${errorPage.includes('?') ? '&' : '?'}${new URLSearchParams({ error, code })}`
}

/** Whether this is an address {@link refusalPage} made. */
export const isRefusalPage = (url: string, errorPage: string): boolean => {
  const code = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('code')
  return isErrorCode(code) && url === refusalPage(errorPage, code)
}
