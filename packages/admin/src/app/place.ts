const readMeta = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''

/** Where the console is, as the server wrote it into the page: `https://auth.example.com/admin/`. */
const home = new URL(document.baseURI)

/** The path of the console, without a slash at the end. */
export const consolePath = home.pathname.replace(/\/$/, '')

/** Where Latchkey is, without a slash at the end. */
export const latchkeyUrl = home.href.replace(/\/admin\/$/, '')

/**
 * Goes to the page people sign in on; it comes back to where the operator is now.
 *
 * @param again whether somebody who is signed in shows once more that it is them
 */
export const goToSignIn = (again = false): void => {
  const url = new URL(readMeta('latchkey-sign-in'))
  url.searchParams.set('returnTo', location.href)
  if (again) url.searchParams.set('again', 'true')
  location.assign(url)
}
