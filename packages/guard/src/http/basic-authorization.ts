/** RFC 6749 §2.3.1: both parts are form-encoded first. */
export const basicAuthorization = (clientId: string, clientSecret: string): string =>
  `Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64')}`

const formEncoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1)
