/** How a mail server is reached, in the words of nodemailer. */
export interface SmtpServer {
  readonly host: string
  readonly port?: number
  /** TLS from the first byte. */
  readonly secure: boolean
  readonly auth?: { readonly user: string; readonly pass: string }
  /** STARTTLS or nothing. */
  readonly requireTLS?: boolean
  /** STARTTLS when it is offered and works. */
  readonly opportunisticTLS?: boolean
  readonly ignoreTLS?: boolean
  readonly tls?: { readonly rejectUnauthorized: boolean }
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/**
 * Reads where the mail server is, and how safe the way there must be: `smtps` is TLS from the first byte, `smtp` needs STARTTLS
 * (RFC 3207) wherever the way leaves this machine, unless `?tls=off` says otherwise in so many words.
 *
 * @throws TypeError when it is no such address. The sentence never holds the address, which has a password in it.
 */
export const readSmtpUrl = (text: string): SmtpServer => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw new TypeError(
      'The mail server must read like smtps://user:password@mail.example or smtp://mail.example:587.',
    )
  }
  const tlsOff = url.search === '?tls=off'
  if ((url.search !== '' && !tlsOff) || !['', '/'].includes(url.pathname) || url.hash !== '') {
    throw new TypeError(
      'Behind host and port, the address of the mail server may have ?tls=off and nothing else.',
    )
  }
  const secure = url.protocol === 'smtps:'
  if (secure && tlsOff)
    throw new TypeError('smtps:// and ?tls=off contradict each other. Use smtp://…?tls=off.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return {
    host,
    ...(url.port !== '' && { port: Number(url.port) }),
    secure,
    ...(url.username !== '' && { auth: readCredentials(url) }),
    ...(!secure && readStartTls(LOOPBACK.test(host), tlsOff)),
  }
}

const readStartTls = (isLoopback: boolean, tlsOff: boolean): Partial<SmtpServer> => {
  if (tlsOff) return { ignoreTLS: true }
  if (!isLoopback) return { requireTLS: true }
  // Nobody listens in between here, so a certificate that was made up at installation does no harm.
  return { opportunisticTLS: true, tls: { rejectUnauthorized: false } }
}

const readCredentials = ({ username, password }: URL): { user: string; pass: string } => {
  try {
    return { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
  } catch {
    throw new TypeError('A % in the name or the password for the mail server must be written as %25.')
  }
}
