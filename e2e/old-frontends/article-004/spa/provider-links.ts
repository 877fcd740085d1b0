import { readSettings } from './settings.js'
import { element } from './show.js'

// The same for everybody and for ever, as there.
const STATE = 'eworifjeovivoiej'
const NONCE = 'forewijf43oirjoifj'

type Parameters = Readonly<Record<string, string>>

const parametersOf: Readonly<Record<string, Parameters>> = {
  github: { login: '', scope: 'user', state: STATE },
  'google-oauth2': {
    response_type: 'code',
    scope: 'openid email',
    state: STATE,
    nonce: NONCE,
    login_hint: '',
  },
  facebook: { state: STATE, scope: 'email' },
}

/** A link to each provider. */
export const providerLinks = (): readonly HTMLElement[] =>
  Object.entries(readSettings().providers).map(([name, { authorizeUrl, clientId }]) => {
    const redirectUri = `${location.origin}/auth/${name}/callback`
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      ...parametersOf[name],
    })
    return Object.assign(element('a', `Login with ${name}`), { href: `${authorizeUrl}?${query}` })
  })
