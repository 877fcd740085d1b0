import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { type Mailbox, startMailbox } from '@latchkey/testkit'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Log, LogFields } from '../ports/log.js'
import type { Mailer, OutgoingMail } from '../ports/mailer.js'
import { smtpMailer } from './smtp-mailer.js'

const link = 'https://app.example/reset-password#token=lkpr_abcDEF-ghiJKL_mnoPQR'

const mail = (deviation: Partial<OutgoingMail> = {}): OutgoingMail => ({
  messageId: 'mail_0123@todo.example',
  to: 'mara@mail.example',
  subject: 'Bestätigen Sie Ihre Adresse',
  text: `Grüße!\n\n${link}\n\n042 917\n`,
  html: `<p>Grüße! <a href="${link}">Bestätigen</a></p>`,
  language: 'de',
  ...deviation,
})

interface Line {
  readonly event: string
  readonly fields: LogFields | undefined
}

/** Keeps what would be written to the log. */
const listeningLog = () => {
  const lines: Line[] = []
  const note = (event: string, fields?: LogFields) => void lines.push({ event, fields })
  const log: Log = { debug: note, info: note, warn: note, error: note }
  return { log, lines }
}

describe('a mail server on this machine', () => {
  let mailbox: Mailbox
  let mailer: Mailer
  const { log, lines } = listeningLog()

  beforeAll(async () => {
    mailbox = await startMailbox()
    mailer = smtpMailer({ url: mailbox.smtpUrl, from: 'Todo Gärten <hello@todo.example>', log })
  })
  afterAll(async () => {
    await mailer.close()
    await mailbox.close()
  })
  beforeEach(async () => {
    mailbox.clear()
    mailbox.failWith(undefined)
    await mailbox.up()
    lines.length = 0
  })

  test('gets text and HTML as they were written', async () => {
    expect(await mailer.send(mail())).toEqual({ outcome: 'sent' })
    const [received] = mailbox.messages
    expect(received).toMatchObject({
      to: ['mara@mail.example'],
      from: 'Todo Gärten <hello@todo.example>',
      subject: 'Bestätigen Sie Ihre Adresse',
      links: [link],
      code: '042917',
    })
    expect(received?.text.trimEnd()).toBe(mail().text.trimEnd())
    expect(received?.html.trimEnd()).toBe(mail().html)
  })

  test('is told that a machine wrote, in which language, and which message it is', async () => {
    await mailer.send(mail())
    const headers = mailbox.messages[0]?.headers ?? {}
    expect(headers).toMatchObject({
      'auto-submitted': 'auto-generated',
      'content-language': 'de',
      'message-id': '<mail_0123@todo.example>',
      to: 'mara@mail.example',
    })
    const allowed = /^(auto-submitted|content-(language|type)|date|from|message-id|mime-version|subject|to)$/
    expect(Object.keys(headers).filter((name) => !allowed.test(name))).toEqual([])
  })

  test('gets a message for a domain of another script', async () => {
    await mailer.send(mail({ to: 'mara@grüße.example' }))
    expect(mailbox.messages[0]?.to).toEqual(['mara@grüße.example'])
  })

  test('gets many at once, each once', async () => {
    const addresses = Array.from({ length: 20 }, (_, n) => `person${n}@mail.example`)
    const outcomes = await Promise.all(addresses.map((to) => mailer.send(mail({ to }))))
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['sent']))
    expect(mailbox.messages.flatMap(({ to }) => to).toSorted()).toEqual(addresses.toSorted())
  })

  test.each([
    { code: 550, at: 'recipient', outcome: 'refused', detail: 'EENVELOPE RCPT TO: 550 No.' },
    { code: 552, at: 'message', outcome: 'refused', detail: 'EMESSAGE DATA: 552 No.' },
    { code: 451, at: 'recipient', outcome: 'unavailable', detail: 'EENVELOPE RCPT TO: 451 No.' },
    { code: 452, at: 'message', outcome: 'unavailable', detail: 'EMESSAGE DATA: 452 No.' },
    { code: 421, at: 'recipient', outcome: 'unavailable', detail: expect.stringMatching(/^ECONNECTION: /) },
    { code: 530, at: 'recipient', outcome: 'unavailable', detail: 'EENVELOPE RCPT TO: 530 No.' },
  ] as const)(
    'that says $code at the $at makes a message $outcome',
    async ({ code, at, outcome, detail }) => {
      mailbox.failWith(code, { at, text: 'No.' })
      expect(await mailer.send(mail())).toEqual({ outcome, detail })
      mailbox.failWith(undefined)
      expect(await mailer.send(mail())).toEqual({ outcome: 'sent' })
    },
  )

  test('that does not listen is unavailable, and served again when it does', async () => {
    await mailer.send(mail())
    await mailbox.down()
    expect(await mailer.send(mail())).toMatchObject({
      outcome: 'unavailable',
      detail: expect.stringMatching(/ECONNREFUSED|closed/),
    })
    await mailbox.up()
    expect(await mailer.send(mail())).toEqual({ outcome: 'sent' })
  })

  test('that takes no message of this size has refused it', async () => {
    const { outcome } = await mailer.send(mail({ html: 'x'.repeat(1100 * 1024) }))
    expect(outcome).toBe('refused')
  })

  test('that quotes the link has it kept out of detail and log', async () => {
    const quoted = [
      link,
      link.slice(20),
      '<lkpr_abcDEF-ghi>',
      'token=lkpr_abc',
      '"https://app.example/"',
      '042917',
      '042 917',
    ]
    mailbox.failWith(554, {
      at: 'message',
      text: `5.7.1 Bad link: ${quoted.join(' ')} (in reputation list 7)`,
    })
    const outcome = await mailer.send(mail())
    expect(outcome).toEqual({
      outcome: 'refused',
      detail: 'EMESSAGE DATA: 554 5.7.1 Bad link: … … … … … … … (in reputation list 7)',
    })
    expect(lines).toContainEqual({
      event: 'mail not sent',
      fields: { messageId: mail().messageId, ...outcome },
    })
    expect(JSON.stringify(lines)).not.toMatch(/lkpr|042|917/)
  })

  test('writes no link, address or text into the log', async () => {
    await mailer.send(mail())
    expect(lines).toContainEqual({ event: 'mail sent', fields: { messageId: mail().messageId } })
    expect(JSON.stringify(lines)).not.toMatch(/lkpr|mara|Grüße/)
  })

  describe('nothing gets in beside the message', () => {
    test.each([
      'mara@mail.example\r\nBcc: eve@evil.example',
      'mara@mail.example\r\nRCPT TO:<eve@evil.example>',
      'mara@mail.example, eve@evil.example',
      'mara@mail.example> <eve@evil.example',
      'Eve <eve@evil.example>',
      'everyone: mara@mail.example, eve@evil.example;',
      '',
    ])('the address %j is refused', async (to) => {
      expect(await mailer.send(mail({ to }))).toEqual({
        outcome: 'refused',
        detail: 'The address is not one plain address.',
      })
      expect(mailbox.messages).toEqual([])
    })

    test('a line break in any header begins no other one', async () => {
      const evil = 'x\r\nBcc: eve@evil.example\r\n\r\nBody'
      expect(
        await mailer.send(mail({ subject: evil, messageId: `a@b.example>${evil}`, language: evil })),
      ).toEqual({ outcome: 'sent' })
      const [received] = mailbox.messages
      expect(received?.headers).not.toHaveProperty('bcc')
      expect(received?.to).toEqual(['mara@mail.example'])
      expect(received?.text.trimEnd()).toBe(mail().text.trimEnd())
    })

    test('a dot alone on a line ends nothing', async () => {
      const text = 'one\n.\nRCPT TO:<eve@evil.example>\n..\ntwo\n'
      await mailer.send(mail({ text }))
      expect(mailbox.messages.map((message) => message.text.trimEnd())).toEqual([text.trimEnd()])
    })
  })

  test('gets what is under way before the mailer closes, and nothing afterwards', async () => {
    const closing = smtpMailer({ url: mailbox.smtpUrl, from: 'hello@todo.example', log })
    const underWay = [mail(), mail({ to: 'ada@mail.example' })].map((each) => closing.send(each))
    await closing.close()
    expect(mailbox.messages).toHaveLength(2)
    expect(await Promise.all(underWay)).toEqual([{ outcome: 'sent' }, { outcome: 'sent' }])
    expect(await closing.send(mail())).toMatchObject({ outcome: 'unavailable' })
    expect(mailbox.messages).toHaveLength(2)
  })
})

describe('a mail server with a mind of its own', () => {
  const closings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closings.splice(0)) await close()
  })

  const listen = async (server: Server): Promise<number> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }

  const startSmtp = async (options: SMTPServerOptions): Promise<number> => {
    const server = new SMTPServer({ logger: false, disableReverseLookup: true, closeTimeout: 1, ...options })
    server.on('error', () => {})
    closings.push(() => new Promise((resolve) => server.close(resolve)))
    return listen(server.server)
  }

  /** Says one sentence to whoever comes, and hangs up. */
  const startGreeter = async (greeting: string): Promise<number> => {
    const server = createServer((socket: Socket) => {
      socket.on('error', () => {})
      socket.end(greeting)
    })
    closings.push(() => new Promise((resolve) => server.close(() => resolve())))
    return listen(server)
  }

  const sendTo = async (url: string, deviation: Partial<OutgoingMail> = {}) => {
    const { log, lines } = listeningLog()
    const mailer = smtpMailer({ url, from: 'hello@todo.example', log })
    const outcome = await mailer.send(mail(deviation))
    await mailer.close()
    return { ...outcome, logged: JSON.stringify(lines) }
  }

  test('that refuses everybody at the door is unavailable', async () => {
    const port = await startGreeter('554 No mail is taken here\r\n')
    expect(await sendTo(`smtp://127.0.0.1:${port}`)).toMatchObject({ outcome: 'unavailable' })
  })

  test('that speaks another language is unavailable', async () => {
    const port = await startGreeter('HTTP/1.1 400 Bad Request\r\n\r\n')
    expect(await sendTo(`smtp://127.0.0.1:${port}`)).toMatchObject({ outcome: 'unavailable' })
  })

  test('that hangs up without a word is unavailable', async () => {
    const port = await startGreeter('')
    expect(await sendTo(`smtp://127.0.0.1:${port}`)).toMatchObject({ outcome: 'unavailable' })
  })

  test('that refuses the password is unavailable, and the password is not told', async () => {
    const port = await startSmtp({
      onAuth: (_, __, done) => done(Object.assign(new Error('Wrong'), { responseCode: 535 })),
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
    })
    const result = await sendTo(`smtp://mailer:s3cr%25et@127.0.0.1:${port}`)
    expect(result).toMatchObject({ outcome: 'unavailable', detail: expect.stringContaining('EAUTH') })
    expect(JSON.stringify(result)).not.toContain('s3cr')
  })

  test('gets name and password as they were meant', async () => {
    const seen: unknown[] = []
    const port = await startSmtp({
      onAuth: ({ username, password }, _, done) => {
        seen.push({ username, password })
        done(null, { user: 'x' })
      },
      onData: (stream, _, done) => void stream.on('end', () => done()).resume(),
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
    })
    const url = `smtp://mailer%40todo.example:s3cr%25et@127.0.0.1:${port}`
    expect(await sendTo(url)).toMatchObject({ outcome: 'sent' })
    expect(seen).toEqual([{ username: 'mailer@todo.example', password: 's3cr%et' }])
  })

  test('that dislikes the sender is unavailable: it is not the message', async () => {
    const port = await startSmtp({
      onMailFrom: (_, __, done) => done(Object.assign(new Error('Not you'), { responseCode: 550 })),
      authOptional: true,
      disabledCommands: ['STARTTLS'],
    })
    expect(await sendTo(`smtp://127.0.0.1:${port}`)).toMatchObject({
      outcome: 'unavailable',
      detail: 'EENVELOPE MAIL FROM: 550 Not you',
    })
  })

  test('whose STARTTLS works gets the message encrypted, also with a certificate of its own making', async () => {
    const secure: boolean[] = []
    const port = await startSmtp({
      authOptional: true,
      onData: (stream, session, done) => {
        secure.push(session.secure)
        stream.on('end', () => done()).resume()
      },
    })
    expect(await sendTo(`smtp://127.0.0.1:${port}`)).toMatchObject({ outcome: 'sent' })
    expect(secure).toEqual([true])
  })

  test('behind smtps must prove who it is', async () => {
    const port = await startSmtp({ secure: true, authOptional: true })
    const result = await sendTo(`smtps://127.0.0.1:${port}`)
    expect(result).toMatchObject({
      outcome: 'unavailable',
      detail: expect.stringMatching(/certificate|self.signed/i),
    })
  })
})

test.each([
  'hello',
  'Eve <eve@evil.example> <hello@todo.example>',
  'a@b.example, c@d.example',
  'x\r\nBcc: y <a@b.example>',
])('the sender %j is a TypeError', (from) => {
  const { log } = listeningLog()
  expect(() => smtpMailer({ url: 'smtp://localhost', from, log })).toThrow(TypeError)
})
