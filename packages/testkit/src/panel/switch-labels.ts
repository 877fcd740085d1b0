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
  unverifiedEmail: 'No address is verified',
  noEmail: 'No address is told',
  replayedCode: 'Codes were used before',
  tokenOfAnotherApp: 'Access tokens are of another application',
  deny: 'Every sign-in is cancelled',
  slow: 'Milliseconds to wait before an answer',
  down: 'Connections are reset',
  failing: 'Every answer is an error 500',
  garbage: 'HTML stands where data should be',
  hugeAnswer: 'Data comes with 16 MiB of padding',
}
