import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { pwnedPasswords } from './pwned-passwords.js'

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex').toUpperCase()
const suffixOf = (text: string): string => sha1(text).slice(5)
const PADDING = `${'0'.repeat(34)}1:0\r\n${'F'.repeat(35)}:0`

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A list on this machine. @returns its address */
const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`
}
const answering = (body: string, status = 200): Promise<string> =>
  serve((_, response) => response.writeHead(status).end(body))
const ask = async (url: string, password = 'password1'): Promise<boolean> =>
  pwnedPasswords({ url, timeoutMs: 5_000 }).has(password)

describe('a password', () => {
  test('that the list has is in it', async () => {
    expect(await ask(await answering(`${PADDING}\r\n${suffixOf('password1')}:2413945\r\n${PADDING}`))).toBe(
      true,
    )
    expect(await ask(await answering(`${suffixOf('password1').toLowerCase()}:1\n`))).toBe(true)
    expect(await ask(await answering(`${suffixOf('pässword')}:1`), 'pässword')).toBe(true)
  })

  test('that the list has not is not in it', async () => {
    expect(await ask(await answering(`${PADDING}\r\n${suffixOf('password2')}:10`))).toBe(false)
  })

  test('that is only padding is not in it', async () => {
    expect(await ask(await answering(`${suffixOf('password1')}:0\r\n${'A'.repeat(35)}:3`))).toBe(false)
  })

  test('stays here: five digits of its hash are all that is sent', async () => {
    const requests: IncomingMessage[] = []
    const url = await serve((request, response) => {
      requests.push(request)
      response.end(PADDING)
    })
    await ask(url)
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET /range/${sha1('password1').slice(0, 5)}`,
    ])
    expect(requests[0]?.headers).toMatchObject({ 'add-padding': 'true', 'user-agent': 'latchkey' })
    expect(JSON.stringify(requests[0]?.rawHeaders)).not.toMatch(/password1|cookie|authorization/i)
  })
})

describe('a list', () => {
  test.each([400, 404, 429, 500, 503])('that answers %i was not asked', async (status) => {
    await expect(ask(await answering(PADDING, status))).rejects.toThrow(`answered ${status}`)
  })

  test.each([
    ['an error page', '<html><body>Sign in to the airport Wi-Fi</body></html>'],
    ['nothing', ''],
    ['JSON', '{"found":false}'],
    ['a range and something else', `${PADDING}\r\nError: time is up`],
    ['a range that begins with the password and ends in nonsense', `${suffixOf('password1')}:1\r\n…`],
    ['whole hashes', `${sha1('password1')}:1`],
    ['hashes without counts', suffixOf('password1')],
    ['zero bytes', '\u0000\u0000'],
  ])('that answers %s was not asked', async (_, body) => {
    await expect(ask(await answering(body))).rejects.toThrow('not a range of hashes')
  })

  test('that sends more than a mebibyte is not read to its end', async () => {
    const row = `${'A'.repeat(35)}:1\r\n`
    const closed = new Promise<number>((resolve) => {
      void serve((_, response) => {
        let sent = 0
        const send = (): void => {
          while (response.write(row.repeat(1_000))) sent += row.length * 1_000
          sent += row.length * 1_000
          response.once('drain', send)
        }
        response.once('close', () => resolve(sent))
        send()
      }).then(async (url) => expect(ask(url)).rejects.toThrow('sent more than 1048576 bytes'))
    })
    expect(await closed).toBeLessThan(64 * 1024 * 1024)
  })

  test('that is a little longer than a mebibyte is not believed', async () => {
    const rows = `${suffixOf('password1')}:1\n`.repeat(28_000)
    expect(rows.length).toBeLessThan(1.02 * 1024 * 1024)
    await expect(ask(await answering(rows))).rejects.toThrow('sent more than 1048576 bytes')
  })

  test('as long as the longest real ones is read', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, index) => `${index.toString(16).toUpperCase().padStart(35, '0')}:1`,
    )
    expect(await ask(await answering([...rows, `${suffixOf('password1')}:1`].join('\r\n')))).toBe(true)
  })

  test('that never answers, or never ends, is given up', async () => {
    const silent = await serve(() => {})
    await expect(pwnedPasswords({ url: silent, timeoutMs: 50 }).has('password1')).rejects.toThrow(/timeout/i)
    const dripping = await serve((_, response) => void response.write(`${PADDING}\r\n`))
    await expect(pwnedPasswords({ url: dripping, timeoutMs: 50 }).has('password1')).rejects.toThrow(
      /timeout/i,
    )
  })

  test('that sends us elsewhere is not followed', async () => {
    const elsewhere = await answering(PADDING)
    const url = await serve((_, response) => response.writeHead(302, { location: elsewhere }).end())
    await expect(ask(url)).rejects.toThrow(/could not be reached/)
  })

  test('that is not there says why, and nothing of the password', async () => {
    const url = await answering(PADDING)
    await new Promise((resolve) => servers.pop()?.close(resolve))
    const error: unknown = await ask(url).catch((thrown: unknown) => thrown)
    expect(String(error)).toMatch(/127\.0\.0\.1:\d+ could not be reached: .*ECONNREFUSED/)
    expect(String(error)).not.toContain(sha1('password1').slice(0, 5))
  })
})

describe('the address of a list', () => {
  test.each([
    'https://api.pwnedpasswords.com/range/',
    'https://mirror.example/',
    'http://localhost:3000/range/',
    'http://127.0.0.1/range/',
    'http://[::1]:3000/range/',
  ])('may be %s', (url) => {
    expect(() => pwnedPasswords({ url })).not.toThrow()
  })

  test.each([
    'http://api.pwnedpasswords.com/range/',
    'http://localhost.example/range/',
    'http://127.0.0.1.example/range/',
    'ftp://mirror.example/range/',
    'file:///range/',
    'mirror.example/range/',
    '',
    'https://mirror.example/range',
    'https://mirror.example/range/?key=1',
    'https://mirror.example/range/#a/',
    'https://me:secret@mirror.example/range/',
  ])('may not be %j', (url) => {
    expect(() => pwnedPasswords({ url })).toThrow(TypeError)
  })

  test('has a time limit that is one', () => {
    for (const timeoutMs of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => pwnedPasswords({ timeoutMs })).toThrow(TypeError)
  })
})
