import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MINUTE } from '../packages/server/src/model/time.js'
import { newWebhookSecret, signWebhook } from '../packages/server/src/outbound/sign-webhook.js'
import { type OpenWebhookSender, openWebhookSender } from '../packages/server/src/outbound/webhook-sender.js'
import { type Receiver, startReceiver } from './fixtures/receiver.js'

const BODY = '{"type":"user.created","data":{"name":"Ädä 🔑"}}'

describe('the signature of a webhook', () => {
  const headersOf = (secrets: readonly string[], at = Date.now()) =>
    signWebhook({ id: 'msg_1', body: BODY, at, secrets })

  test('is what an independent receiver accepts', () => {
    const secret = newWebhookSecret()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(new Webhook(secret).verify(BODY, headersOf([secret]))).toEqual(JSON.parse(BODY))
  })

  test('holds for this body, this id and this secret, and for minutes', () => {
    const secret = newWebhookSecret()
    const receiver = new Webhook(secret)
    expect(() => receiver.verify(`${BODY} `, headersOf([secret]))).toThrow()
    expect(() => receiver.verify(BODY, { ...headersOf([secret]), 'webhook-id': 'msg_2' })).toThrow()
    expect(() => receiver.verify(BODY, headersOf([newWebhookSecret()]))).toThrow()
    expect(() => receiver.verify(BODY, headersOf([secret], Date.now() - 6 * MINUTE))).toThrow()
  })

  test('is there once for each secret, and holders of either accept it', () => {
    const secrets = [newWebhookSecret(), newWebhookSecret()]
    const headers = headersOf(secrets)
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2)
    for (const secret of secrets) expect(new Webhook(secret).verify(BODY, headers)).toBeDefined()
  })

  test('is the one of the published example', () => {
    // Standard Webhooks 1.0, "Examples" of its verification tests.
    const headers = signWebhook({
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      body: '{"test": 2432232314}',
      at: 1_614_265_330_000,
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    })
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })
})

describe('what is sent', () => {
  let sender: OpenWebhookSender
  let receiver: Receiver
  const huge = 'x'.repeat(1_000_000)
  const answers = [
    { status: 204 },
    { status: 200, body: huge },
    { status: 500, body: 'a secret of the receiver' },
    { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
    { status: 410 },
  ]
  beforeAll(async () => {
    sender = openWebhookSender({ allowPrivate: true })
    receiver = await startReceiver((index) => answers[index] ?? { status: 500 })
  })
  afterAll(async () => {
    sender.close()
    await receiver[Symbol.asyncDispose]()
  })

  test('is judged by the status alone: nothing else of the answer is looked at, and no redirect followed', async () => {
    const secrets = [newWebhookSecret()]
    const outcomes = []
    for (const _ of answers)
      outcomes.push(await sender.send(receiver.url, { id: 'msg_1', body: BODY, at: Date.now(), secrets }))
    expect(outcomes).toEqual([
      { outcome: 'delivered', status: 204 },
      { outcome: 'delivered', status: 200 },
      { outcome: 'failed', status: 500, detail: 'the receiver answered 500' },
      { outcome: 'failed', status: 302, detail: 'the receiver answered 302' },
      { outcome: 'gone', status: 410, detail: 'the receiver answered 410' },
    ])
    for (const { headers, body } of receiver.pushes) {
      expect(headers['content-type']).toBe('application/json')
      const sent = headers as Record<string, string>
      expect(new Webhook(secrets[0] ?? '').verify(body, sent)).toEqual(JSON.parse(BODY))
    }
  })

  test('goes nowhere when nobody is there, and says so', async () => {
    const sent = await sender.send('http://127.0.0.1:1/', { id: 'msg_1', body: BODY, at: 0, secrets: [] })
    expect(sent).toMatchObject({ outcome: 'failed', status: null })
  })

  test('goes into no private network where that is not allowed', async () => {
    const strict = openWebhookSender({ allowPrivate: false })
    const { port } = new URL(receiver.url)
    const before = receiver.pushes.length
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '169.254.169.254', '10.0.0.1'])
      expect(
        await strict.send(`https://${host}:${port}/`, { id: 'msg_1', body: BODY, at: 0, secrets: [] }),
      ).toEqual({
        outcome: 'failed',
        status: null,
        detail: 'the address leads into a private network',
      })
    strict.close()
    expect(receiver.pushes).toHaveLength(before)
  })
})

describe('what the documentation has receivers write', () => {
  const page = readFileSync(new URL('../docs/webhooks.md', import.meta.url), 'utf8')
  const snippet = (language: string): string =>
    new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? ''

  /** Reads cases from its standard input; what is accepted is written out, anything else as null. */
  const programs = {
    node: [
      process.execPath,
      ['--input-type=module', '-e'],
      `${snippet('js')}
const { readFileSync } = await import('node:fs')
const read = ({ secret, headers, body }) => { try { return readWebhook(secret, headers, body) } catch { return null } }
console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(read)))`,
    ],
    python: [
      'python3',
      ['-c'],
      `${snippet('python')}
import sys
def read(case):
    try:
        return read_webhook(case["secret"], case["headers"], case["body"].encode())
    except ValueError:
        return None
print(json.dumps([read(case) for case in json.load(sys.stdin)]))`,
    ],
  } as const

  test.each(Object.keys(programs) as (keyof typeof programs)[])(
    'accepts in %s what is ours, and nothing else',
    (language) => {
      const [command, options, program] = programs[language]
      const secret = newWebhookSecret()
      const former = newWebhookSecret()
      const headersAt = (at: number) =>
        signWebhook({ id: 'msg_1', body: BODY, at, secrets: [secret, former] })
      const headers = headersAt(Date.now())
      const cases = [
        { secret, headers, body: BODY },
        { secret: former, headers, body: BODY },
        { secret: newWebhookSecret(), headers, body: BODY },
        { secret, headers, body: `${BODY} ` },
        { secret, headers: { ...headers, 'webhook-id': 'msg_2' }, body: BODY },
        { secret, headers: { ...headers, 'webhook-signature': 'v1,' }, body: BODY },
        { secret, headers: headersAt(Date.now() - 6 * MINUTE), body: BODY },
        { secret, headers: headersAt(Date.now() + 6 * MINUTE), body: BODY },
      ]
      const told: unknown = JSON.parse(
        execFileSync(command, [...options, program], { input: JSON.stringify(cases), encoding: 'utf8' }),
      )
      const event: unknown = JSON.parse(BODY)
      expect(told).toEqual([event, event, null, null, null, null, null, null])
    },
  )
})
