/** Everything a twin can be told to do wrong. A switch holds until it is put back. */
export interface Switches {
  /** ID tokens are for another client. */
  readonly wrongAudience: boolean
  /** ID tokens carry the nonce of another sign-in. */
  readonly wrongNonce: boolean
  /** ID tokens are said to be from another issuer. */
  readonly wrongIssuer: boolean
  /** The answer to the application names another issuer (RFC 9207 §2). */
  readonly wrongResponseIssuer: boolean
  /** The answer to the application carries the state of another sign-in. */
  readonly wrongState: boolean
  /** Tokens have expired when they arrive. */
  readonly expired: boolean
  /** ID tokens carry a signature that does not fit. */
  readonly badSignature: boolean
  /** Nobody's address is verified. */
  readonly unverifiedEmail: boolean
  /** Nobody's address is told. */
  readonly noEmail: boolean
  /** The code that is handed out has been redeemed before. */
  readonly replayedCode: boolean
  /** Access tokens were issued to another application. */
  readonly tokenOfAnotherApp: boolean
  /** The address people should come back to is refused, as one that was never registered. */
  readonly redirectUriNotRegistered: boolean
  /** Every sign-in is answered as if the person had cancelled. */
  readonly deny: boolean
  /** Every answer takes this many milliseconds longer. */
  readonly slow: number
  /** Every connection is reset. */
  readonly down: boolean
  /** Every answer is an error 500. */
  readonly failing: boolean
  /** People choose who they are as usual; every connection of a program is reset. */
  readonly backChannelDown: boolean
  /** People choose who they are as usual; every answer to a program is an error 500. */
  readonly backChannelFailing: boolean
  /** HTML stands where data should be. */
  readonly garbage: boolean
  /** Data comes with 16 MiB of padding. */
  readonly hugeAnswer: boolean
}

export type SwitchName = keyof Switches

/** The switches that are on. What is left out is as it should be. */
export type Misbehaviour<Name extends SwitchName = SwitchName> = Partial<Pick<Switches, Name>>

/** Nothing is switched on. */
export const wellBehaved: Switches = {
  wrongAudience: false,
  wrongNonce: false,
  wrongIssuer: false,
  wrongResponseIssuer: false,
  wrongState: false,
  expired: false,
  badSignature: false,
  unverifiedEmail: false,
  noEmail: false,
  replayedCode: false,
  tokenOfAnotherApp: false,
  redirectUriNotRegistered: false,
  deny: false,
  slow: 0,
  down: false,
  failing: false,
  backChannelDown: false,
  backChannelFailing: false,
  garbage: false,
  hugeAnswer: false,
}

/** The switches that make sense for every provider. */
export const switchesOfAll = [
  'wrongState',
  'noEmail',
  'replayedCode',
  'redirectUriNotRegistered',
  'deny',
  'slow',
  'down',
  'failing',
  'backChannelDown',
  'backChannelFailing',
  'garbage',
  'hugeAnswer',
] as const satisfies readonly SwitchName[]

/** The switches that make sense where there are ID tokens. */
export const switchesOfOidc = [
  'wrongAudience',
  'wrongNonce',
  'wrongIssuer',
  'expired',
  'badSignature',
  'unverifiedEmail',
] as const satisfies readonly SwitchName[]
