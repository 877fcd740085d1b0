import { makeDeviceCookie } from '../../forms/device-cookie.js'
import type { Secrets } from '../../ports/secrets.js'
import type { CheckedPassword } from '../../sign-in/password/check-password.js'

/** What a browser that has just signed in is known by: what it came with, if it is known already, so that its counter stays. */
export const deviceCookieOf = (
  secrets: Secrets,
  addressKey: string,
  { isKnownDevice, passwordChangedAt }: CheckedPassword,
  presented: string | undefined,
): string =>
  isKnownDevice && presented !== undefined
    ? presented
    : makeDeviceCookie(secrets, { addressKey, passwordChangedAt })
