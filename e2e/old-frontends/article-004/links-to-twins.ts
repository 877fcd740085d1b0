import type { Providers } from '@latchkey/testkit'
import type { Settings } from './spa/settings.js'

/** Points the links of the app at twins of the providers. */
export const linksToTwins = ({ github, google, facebook }: Providers): Settings['providers'] => ({
  github: { authorizeUrl: `${github.url}/login/oauth/authorize`, clientId: github.client.id },
  'google-oauth2': { authorizeUrl: `${google.url}/authorize`, clientId: google.client.id },
  facebook: { authorizeUrl: `${facebook.url}/v23.0/dialog/oauth`, clientId: facebook.client.id },
})
