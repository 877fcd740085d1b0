import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { createMailboxRouter } from './mailbox-router.js'
import { createMessageBox } from './message-box.js'
import type { ReceivedMessage } from './received-message.js'
import { startMailbox } from './start-mailbox.js'

const message = (deviation: Partial<ReceivedMessage> = {}): ReceivedMessage => ({
  id: '1',
  to: ['mara@mail.example'],
  from: 'Todo Garden <hello@todo.example>',
  subject: 'Confirm your address',
  text: 'Open https://app.example/confirm#token=a&b.\n\n042 917\n',
  html: '',
  headers: {},
  links: ['https://app.example/confirm#token=a&b'],
  code: '042917',
  receivedAt: '2026-01-02T03:04:05.000Z',
  ...deviation,
})

const open = async (path: string, messages: readonly ReceivedMessage[]) => {
  const box = createMessageBox(10)
  for (const each of messages) box.add(each)
  const response = await createMailboxRouter(box, 'http://localhost:4300').request(
    `http://localhost:4300${path}`,
  )
  return { status: response.status, headers: response.headers, body: await response.text() }
}

describe('the list', () => {
  test('has the newest first, and leads to each', async () => {
    const { body } = await open('/', [message(), message({ id: '2', subject: 'Later' })])
    expect(body.match(/href="\/messages\/\d"|class="subject">[^<]*/g)).toEqual([
      'href="/messages/2"',
      'class="subject">Later',
      'href="/messages/1"',
      'class="subject">Confirm your address',
    ])
    expect(body).toContain('<strong>Development mailbox:</strong> nothing leaves this machine.')
    expect(body).toContain('<title>2 messages · Latchkey development mailbox</title>')
  })

  test('says so when there is nothing', async () => {
    expect((await open('/', [])).body).toContain('None yet.')
  })

  test('lets its own stylesheet through and nothing else', async () => {
    const { headers, body } = await open('/', [message()])
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(body) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'`,
    )
  })
})

describe('a message', () => {
  test('shows the code, and its links to be followed', async () => {
    const { body } = await open('/messages/1', [message()])
    expect(body).toContain('<dd class="code">042917</dd>')
    expect(body).toContain(
      'Open <a href="https://app.example/confirm#token=a&amp;b" rel="noreferrer">https://app.example/confirm#token=a&amp;b</a>.',
    )
    expect(body).not.toContain('<iframe')
  })

  test('shows its HTML in a frame without scripts, forms or an origin', async () => {
    const source = '<html><head></head><body onload="alert(1)"><script>alert("2")</script></body></html>'
    const { headers, body } = await open('/messages/1', [message({ html: source })])
    expect(body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"')
    expect(body).toContain(
      'srcdoc="&lt;html&gt;&lt;head&gt;&lt;base target=&quot;_blank&quot;&gt;&lt;/head&gt;',
    )
    expect(body).not.toContain('<script')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
  })

  test('brings no markup of its own into the page', async () => {
    const evil = '"><script>alert(1)</script>'
    const all = message({
      subject: evil,
      from: evil,
      to: [evil],
      text: `${evil} javascript:alert(1)`,
      html: '',
    })
    for (const path of ['/', '/messages/1']) {
      const { body } = await open(path, [all])
      expect(body).not.toContain('<script')
      expect(body).not.toContain('href="javascript')
    }
  })

  test('that is not there is a page that says so', async () => {
    const { status, body } = await open('/messages/7', [message()])
    expect([status, body.includes('This message is not here')]).toEqual([404, true])
  })
})

test('other processes read the same as JSON', async () => {
  const messages = [message(), message({ id: '2' })]
  const { body, headers } = await open('/messages.json', messages)
  expect(JSON.parse(body)).toEqual(messages)
  expect(headers.get('content-type')).toContain('application/json')
})

test('no page is kept in a cache, nor read by another origin', async () => {
  for (const path of ['/', '/messages/1', '/messages.json']) {
    const { headers } = await open(path, [message()])
    expect([path, headers.get('cache-control'), headers.get('x-frame-options')]).toEqual([
      path,
      'no-store',
      'DENY',
    ])
    expect(headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('a website that calls itself by our address is not answered', async () => {
  await using mailbox = await startMailbox()
  const status = await new Promise((resolve, reject) => {
    request(`${mailbox.url}/messages.json`, { headers: { host: 'evil.example' } }, ({ statusCode }) =>
      resolve(statusCode),
    )
      .on('error', reject)
      .end()
  })
  expect(status).toBe(421)
})
