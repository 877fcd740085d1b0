import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeUserAgent } from './describe-user-agent.js'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const NOBODY = { browser: null, system: null, kind: 'unknown' }

describe('describeUserAgent', () => {
  test.each([
    [
      'Chrome',
      'Linux',
      'desktop',
      `Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/126.0.0.0 Safari/537.36`,
    ],
    [
      'Microsoft Edge',
      'Windows',
      'desktop',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0`,
    ],
    [
      'Firefox',
      'macOS',
      'desktop',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0',
    ],
    [
      'Chrome',
      'Chrome OS',
      'desktop',
      `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/126.0.0.0 Safari/537.36`,
    ],
    [
      'Safari',
      'iOS',
      'mobile',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    ],
    ['Firefox', 'Android', 'mobile', 'Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0'],
    ['Firefox', 'Android', 'tablet', 'Mozilla/5.0 (Android 14; Tablet; rv:127.0) Gecko/127.0 Firefox/127.0'],
  ])('%s on %s, %s', (browser, system, kind, userAgent) => {
    expect(describeUserAgent(userAgent)).toEqual({ browser, system, kind })
  })

  test.each([null, '', ' ', 'curl/8.5.0', 'python-requests/2.31.0', 'okhttp/4.12.0', 'Mozilla/5.0'])(
    '%j is nobody we know',
    (userAgent) => {
      expect(describeUserAgent(userAgent)).toEqual(NOBODY)
    },
  )

  test('whoever signs in cannot choose what is shown', () => {
    for (const userAgent of [
      '<script>/1 x',
      'Your bank/1.0 (Please call 555)',
      'constructor/1 x',
      '__proto__/1 x',
    ]) {
      expect(describeUserAgent(userAgent)).toEqual(NOBODY)
    }
  })

  test('only the beginning of it is read', () => {
    expect(describeUserAgent(`${' '.repeat(256)}Firefox/127.0`)).toEqual(NOBODY)
    expect(
      describeUserAgent(`Mozilla/5.0 (X11; Linux x86_64) Firefox/127.0 ${'x'.repeat(1_000_000)}`),
    ).toEqual({
      browser: 'Firefox',
      system: 'Linux',
      kind: 'desktop',
    })
  })

  test('no header makes it throw', () => {
    const word = fc.constantFrom(
      'Mozilla/5.0',
      'Android',
      '(',
      ')',
      ';',
      'Windows NT',
      'Version/',
      'Mac OS X',
      '/',
    )
    const header = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(header, (userAgent) => {
        expect(Object.keys(describeUserAgent(userAgent))).toEqual(['browser', 'system', 'kind'])
      }),
    )
  })
})
