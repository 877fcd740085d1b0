import type { SwitchName } from '../misbehaviour/switches.js'

/** What a switch does, in a line. */
export const switchLabels: Readonly<Record<SwitchName, string>> = {
  wrongAudience: 'ID tokens are for another client',
  wrongNonce: 'ID tokens carry another nonce',
  wrongIssuer: 'ID tokens name another issuer',
  wrongResponseIssuer: 'Answers name another issuer',
  wrongState: 'Answers carry another state',
  expired: 'Tokens have expired',
  badSignature: 'Signatures do not fit',
  unverifiedEmail:
    'No address is verified. Choose somebody who has never signed in this way and whose address another account of your application has: others are let in as ever',
  noEmail: 'No address is told',
  replayedCode: 'Codes were used before',
  tokenOfAnotherApp:
    'Access tokens are of another application. Noticed where one is passed on (Next.js with GitHub) and by Facebook itself; not where an ID token tells who it is, nor where your server redeemed the code itself',
  redirectUriNotRegistered:
    'The redirect URI is not registered, so nobody gets to choose. GitHub sends people back with an error, the others show a page',
  deny: 'Every sign-in is cancelled',
  slow: 'Milliseconds to wait before an answer',
  down: 'Every connection is reset, the browser’s too: nobody comes back to your application',
  failing: 'Every answer is an error 500, to the browser too: nobody comes back to your application',
  backChannelDown:
    'People choose as ever; what your server asks for then (tokens, keys, userinfo, API) is reset',
  backChannelFailing: 'People choose as ever; what your server asks for then is answered by an error 500',
  garbage: 'HTML stands where data should be',
  hugeAnswer: 'Data comes with 16 MiB of padding',
}
