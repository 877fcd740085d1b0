import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { createTransport } from 'nodemailer'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Mailbox, type MailboxOptions, startMailbox } from '../index.js'

afterEach(() => vi.unstubAllEnvs())

interface Letter {
  readonly to?: string
  readonly subject?: string
  readonly text?: string
  readonly html?: string
}

/** Hands a message over as any mail program would. */
const post = async (
  mailbox: Mailbox,
  { to = 'mara@mail.example', ...letter }: Letter = {},
): Promise<string> => {
  const { hostname, port } = new URL(mailbox.smtpUrl)
  // The name is looked up by the system here: nobody is asked over the network.
  const host = hostname === 'localhost' ? (await lookup('localhost')).address : hostname
  const transport = createTransport({ host, port: Number(port), ignoreTLS: true })
  const { response } = await transport.sendMail({
    from: { name: 'Todo Garden', address: 'hello@todo.example' },
    to,
    subject: 'Hello',
    text: 'Hello',
    ...letter,
  })
  return response
}

describe('in production', () => {
  test('it does not start', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    await expect(startMailbox()).rejects.toThrow(
      'delivers none, so it refuses to run with NODE_ENV=production',
    )
  })
})

describe('options', () => {
  test.each<[string, MailboxOptions]>([
    ['every interface', { host: '0.0.0.0' }],
    ['a name that is not this machine', { host: 'localhost.example' }],
    ['a port that is none', { port: 70_000 }],
    ['an unknown option', { hosts: 'localhost' } as MailboxOptions],
  ])('%s is a TypeError', async (_, options) => {
    await expect(startMailbox(options)).rejects.toThrow(TypeError)
  })

  test.each(['smtpPort', 'port'] as const)(
    'a %s that is taken is named, and nothing stays open',
    async (name) => {
      await using first = await startMailbox()
      const taken = Number(new URL(name === 'port' ? first.url : first.smtpUrl).port)
      await expect(startMailbox({ [name]: taken })).rejects.toThrow(
        `The development mailbox cannot listen on localhost port ${taken}. Something else listens there already.`,
      )
    },
  )

  test('the ports that were asked for are the ports', async () => {
    const first = await startMailbox({ host: '127.0.0.1' })
    const [smtpPort, port] = [first.smtpUrl, first.url].map((url) => Number(new URL(url).port))
    await first.close()
    await using second = await startMailbox({ host: '127.0.0.1', smtpPort, port })
    expect([second.smtpUrl, second.url]).toEqual([`smtp://127.0.0.1:${smtpPort}`, `http://127.0.0.1:${port}`])
  })
})

describe('a message', () => {
  test('is read as its author wrote it, links and code found', async () => {
    await using mailbox = await startMailbox()
    const link = 'https://app.example/confirm?a=1&b=ä#token=lkvt_aB3-_'
    const text = `Grüße!\n\nBestätigen (${link}).\n\nCode: 042 917\n`
    await post(mailbox, { subject: 'Grüße 👋', text, html: `<p>Grüße</p>` })
    expect(mailbox.messages).toEqual([
      {
        id: '1',
        to: ['mara@mail.example'],
        from: 'Todo Garden <hello@todo.example>',
        subject: 'Grüße 👋',
        text: expect.stringContaining(text),
        html: expect.stringMatching(/^<p>Grüße<\/p>\s*$/),
        headers: expect.objectContaining({ 'mime-version': '1.0', to: 'mara@mail.example' }),
        links: [link],
        code: '042917',
        receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      },
    ])
  })

  test('has whom the mail server was told, not whom the header names', async () => {
    await using mailbox = await startMailbox()
    await post(mailbox, { to: 'mara@mail.example, Ada <ADA@mail.example>' })
    expect(mailbox.messages[0]?.to).toEqual(['mara@mail.example', 'ADA@mail.example'])
    expect(mailbox.latestTo('ada@MAIL.example')?.id).toBe('1')
    expect(mailbox.latestTo('nobody@mail.example')).toBeUndefined()
  })

  test('without a code or a link has none', async () => {
    await using mailbox = await startMailbox()
    await post(mailbox, { text: 'Order 1234567, javascript:alert(1)' })
    expect(mailbox.messages[0]).toMatchObject({ links: [], code: undefined })
  })

  test('of more than 1 MiB is refused, and the next one is taken', async () => {
    await using mailbox = await startMailbox()
    await expect(post(mailbox, { text: 'x'.repeat(1024 * 1024) })).rejects.toMatchObject({
      responseCode: 552,
    })
    expect(await sayByHand(mailbox, 16_000)).toContain('552 Too large')
    await post(mailbox)
    expect(mailbox.messages).toHaveLength(1)
  })

  test('is kept until 500 others have come', async () => {
    await using mailbox = await startMailbox()
    const { hostname, port } = new URL(mailbox.smtpUrl)
    const transport = createTransport({
      host: (await lookup(hostname)).address,
      port: Number(port),
      pool: true,
      ignoreTLS: true,
    })
    for (let n = 1; n <= 502; n++) {
      await transport.sendMail({ from: 'a@todo.example', to: 'b@mail.example', subject: `${n}`, text: '-' })
    }
    transport.close()
    const subjects = mailbox.messages.map(({ subject }) => subject)
    expect([subjects.length, subjects[0], subjects.at(-1)]).toEqual([500, '3', '502'])
  })

  test('is forgotten on request, and its id is not given again', async () => {
    await using mailbox = await startMailbox()
    await post(mailbox)
    mailbox.clear()
    expect(mailbox.messages).toEqual([])
    await post(mailbox)
    expect(mailbox.messages[0]?.id).toBe('2')
  })

  test('needs no name and password, and takes any', async () => {
    await using mailbox = await startMailbox({ host: '127.0.0.1' })
    const { hostname, port } = new URL(mailbox.smtpUrl)
    const auth = { user: 'anybody', pass: 'anything' }
    const transport = createTransport({ host: hostname, port: Number(port), auth, ignoreTLS: true })
    await transport.sendMail({ from: 'a@todo.example', to: 'b@mail.example', text: '-' })
    expect(mailbox.messages).toHaveLength(1)
  })
})

describe('waiting', () => {
  test('ends with the message that comes', async () => {
    await using mailbox = await startMailbox()
    const coming = mailbox.waitFor({ to: 'Mara@mail.example' })
    await post(mailbox, { to: 'ada@mail.example' })
    await post(mailbox, { subject: 'For Mara' })
    expect(await coming).toMatchObject({ subject: 'For Mara' })
  })

  test('ends at once with the newest that is there', async () => {
    await using mailbox = await startMailbox()
    await post(mailbox, { subject: 'one' })
    await post(mailbox, { subject: 'two' })
    expect(await mailbox.waitFor(({ subject }) => subject.length === 3)).toMatchObject({ subject: 'two' })
  })

  test('in vain says what is there', async () => {
    await using mailbox = await startMailbox()
    const none = mailbox.waitFor({ to: 'ada@mail.example' }, { timeoutMs: 1 })
    await expect(none).rejects.toThrow('No message to ada@mail.example came within 1 ms. There is none')
    await post(mailbox, { subject: 'Hello there' })
    const other = mailbox.waitFor(() => false, { timeoutMs: 1 })
    await expect(other).rejects.toThrow('There are\nmara@mail.example: Hello there')
  })

  test('ends when the mailbox is closed', async () => {
    const mailbox = await startMailbox()
    const coming = expect(mailbox.waitFor(() => true)).rejects.toThrow('The mailbox was closed.')
    await mailbox.close()
    await mailbox.close()
    await coming
    await expect(fetch(mailbox.url)).rejects.toThrow()
    await expect(post(mailbox)).rejects.toMatchObject({ code: 'ESOCKET' })
  })
})

describe('a mail server in trouble', () => {
  test.each([
    { code: 451, at: 'recipient', command: 'RCPT TO' },
    { code: 550, at: 'recipient', command: 'RCPT TO' },
    { code: 554, at: 'message', command: 'DATA' },
  ] as const)('answers $code at the $at until it is told otherwise', async ({ code, at, command }) => {
    await using mailbox = await startMailbox()
    mailbox.failWith(code, { at, text: 'Not today.' })
    await expect(post(mailbox)).rejects.toMatchObject({
      responseCode: code,
      command,
      response: `${code} Not today.`,
    })
    expect(mailbox.messages).toEqual([])
    mailbox.failWith(undefined)
    expect(await post(mailbox)).toContain('250')
  })

  test.each([250, 600, 451.5])('a refusal with the code %d is a TypeError', async (code) => {
    await using mailbox = await startMailbox()
    expect(() => mailbox.failWith(code)).toThrow(TypeError)
  })

  test('is down, hangs up on who is there, and comes back where it was', async () => {
    await using mailbox = await startMailbox()
    const { smtpUrl } = mailbox
    const { hostname, port } = new URL(smtpUrl)
    const idle = connect({ host: hostname, port: Number(port) })
    await new Promise((resolve) => idle.once('data', resolve))
    const hungUp = new Promise((resolve) => idle.once('close', resolve))
    await mailbox.down()
    await hungUp
    await expect(post(mailbox)).rejects.toMatchObject({ code: 'ESOCKET' })
    expect((await fetch(mailbox.url)).status).toBe(200)
    await mailbox.up()
    await mailbox.up()
    await post(mailbox)
    expect([mailbox.smtpUrl, mailbox.messages.length]).toEqual([smtpUrl, 1])
  })

  test('survives a sender who hangs up in the middle', async () => {
    await using mailbox = await startMailbox()
    const { hostname, port } = new URL(mailbox.smtpUrl)
    const rude = connect({ host: hostname, port: Number(port) })
    await new Promise((resolve) => rude.once('data', resolve))
    rude.write('EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nhalf a')
    await new Promise((resolve) => rude.once('data', resolve))
    rude.resetAndDestroy()
    await post(mailbox)
    expect(mailbox.messages).toHaveLength(1)
  })
})

/** Hands over a message of so many lines without asking beforehand how large it may be. */
const sayByHand = async (mailbox: Mailbox, lineCount: number): Promise<string> => {
  const { hostname, port } = new URL(mailbox.smtpUrl)
  const socket = connect({ host: hostname, port: Number(port) })
  const heard = createInterface({ input: socket })[Symbol.asyncIterator]()
  const answer = async (): Promise<string> => {
    const { value = '' } = await heard.next()
    return /^\d{3} /.test(value) ? value : answer()
  }
  await answer()
  for (const command of ['EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<c@d.example>', 'DATA']) {
    socket.write(`${command}\r\n`)
    await answer()
  }
  socket.write(`${`${'x'.repeat(70)}\r\n`.repeat(lineCount)}.\r\n`)
  const last = await answer()
  socket.destroy()
  return last
}
