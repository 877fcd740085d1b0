import { once } from 'node:events'
import { createServer } from 'node:net'
import { startMailbox } from '@latchkey/testkit'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect, test } from 'vitest'
import { makeSelfSignedCertificate } from '../../../../e2e/self-signed-certificate.js'
import { checkMail } from '../../src/doctor/check-mail.js'
import { freePort } from '../fixtures/command.js'

const FROM = { from: 'no-reply@todos.dev', domain: 'todos.dev' }
const told = async (smtpUrl: string, testRecipient?: string, sender = FROM) =>
  (await checkMail({ smtpUrl, ...sender }, testRecipient)).map(({ severity, seen }) => `${severity}: ${seen}`)

const withServer = async (
  options: SMTPServerOptions,
  run: (port: number) => Promise<void>,
): Promise<void> => {
  const server = new SMTPServer({ logger: false, ...options })
  server.on('error', () => {})
  const listening = server.listen(0, 'localhost')
  await once(listening, 'listening')
  const address = listening.address()
  try {
    await run(typeof address === 'object' && address !== null ? address.port : 0)
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}

test('a mail server that lets us in is told so, and gets no message', async () => {
  const mailbox = await startMailbox()
  try {
    expect(await told(mailbox.smtpUrl)).toEqual([expect.stringMatching(/^ok: localhost:\d+ lets us in/)])
    expect(mailbox.messages).toEqual([])
    expect(await told(mailbox.smtpUrl, 'ada@todos.dev')).toEqual([
      expect.stringMatching(/^ok: localhost/),
      expect.stringMatching(/^ok: the mail server took a message to ada@todos\.dev/),
    ])
    const mail = await mailbox.waitFor((message) => message.to.includes('ada@todos.dev'))
    expect(mail.subject).toBe('A test of latchkey doctor')
  } finally {
    await mailbox.close()
  }
})

test('a password that is wrong is told, and never shown', () =>
  withServer(
    {
      ...makeSelfSignedCertificate(),
      onAuth: (_, __, answer) => answer(new Error('no')),
    },
    async (port) => {
      const findings = await checkMail(
        { smtpUrl: `smtp://ada:hunter2hunter2@localhost:${port}`, ...FROM },
        undefined,
      )
      expect(findings).toMatchObject([
        { severity: 'error', seen: /does not let us in: EAUTH/, fix: /user and password/ },
      ])
      expect(JSON.stringify(findings)).not.toContain('hunter2')
    },
  ))

test('a mail server without TLS, where there must be some, is told so', () =>
  withServer({ disabledCommands: ['STARTTLS'], authOptional: true }, async (port) => {
    expect(await told(`smtps://localhost:${port}`)).toEqual([
      expect.stringMatching(/^error: .*does not let us in/),
    ])
  }))

test('a port where nobody listens is told so', async () => {
  const findings = await checkMail({ smtpUrl: `smtp://localhost:${await freePort()}`, ...FROM }, undefined)
  expect(findings).toMatchObject([{ severity: 'error', fix: /Check host and port/ }])
})

test('mail without TLS of necessity, and a sender nobody has, are warnings', async () => {
  const mailbox = await startMailbox()
  try {
    const url = `${mailbox.smtpUrl.replace(/\/$/, '')}?tls=off`
    expect(await told(url, undefined, { from: 'no-reply@localhost', domain: 'localhost' })).toEqual([
      expect.stringMatching(/^ok: /),
      expect.stringMatching(/^warning: mail leaves without TLS/),
      expect.stringMatching(/^warning: messages come from no-reply@localhost/),
    ])
  } finally {
    await mailbox.close()
  }
})

test('a server that speaks something else is told so', async () => {
  const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    0,
    'localhost',
  )
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  expect(await told(`smtp://localhost:${port}`)).toEqual([
    expect.stringMatching(/^error: .*does not let us in/),
  ])
  server.close()
})
