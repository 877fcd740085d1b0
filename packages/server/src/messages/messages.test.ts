import { describe, expect, test } from 'vitest'
import { LOCALES } from '../model/locale.js'
import { HOUR, MINUTE } from '../model/time.js'
import { accountDeleted } from './account-deleted.js'
import { addressAlreadyYours } from './address-already-yours.js'
import { addressChanged } from './address-changed.js'
import { addressTakenByYou } from './address-taken-by-you.js'
import { apiKeyCreated } from './api-key-created.js'
import { apiKeyRevoked } from './api-key-revoked.js'
import { choosePassword } from './choose-password.js'
import { confirmNewAddress } from './confirm-new-address.js'
import { confirmSignUp } from './confirm-sign-up.js'
import { identityLinked } from './identity-linked.js'
import { identityUnlinked } from './identity-unlinked.js'
import { invitation } from './invitation.js'
import type { Message, Sender } from './message.js'
import { openedBySupport } from './opened-by-support.js'
import { passwordChanged } from './password-changed.js'
import { resetPassword } from './reset-password.js'
import { signInMismatch } from './sign-in-mismatch.js'
import { writeMessage } from './write-message.js'

const link = 'https://app.example/confirm?via=mail&lang=en#token=lkvt_aB3-_x9'
const resetLink = 'https://app.example/reset-password#token=lkpr_a&b=c'
const signInLink = 'https://app.example/sign-in?a=1&b=2'
const code = '042917'

/** One message as a sender without a taste for types would hold it, with facts that may be overwritten. */
const sample = <Facts extends Sender>(
  name: string,
  message: Message<Facts>,
  facts: Facts,
  links: readonly string[],
) => ({
  name,
  links,
  hasCode: 'code' in facts,
  write: (locale: (typeof LOCALES)[number], deviation: Partial<Facts> = {}) =>
    writeMessage(message, { ...facts, ...deviation }, locale),
})

const service = 'Todo Garden'
const samples = [
  sample('confirm-sign-up', confirmSignUp, { service, link, code, validFor: 24 * HOUR }, [link]),
  sample('address-already-yours', addressAlreadyYours, { service, signInLink, resetLink }, [
    signInLink,
    resetLink,
  ]),
  sample('reset-password', resetPassword, { service, link: resetLink, validFor: 30 * MINUTE }, [resetLink]),
  sample('invitation', invitation, { service, link: resetLink, validFor: HOUR }, [resetLink]),
  sample('choose-password', choosePassword, { service, link: resetLink, validFor: HOUR }, [resetLink]),
  sample('confirm-new-address', confirmNewAddress, { service, link, code, validFor: HOUR }, [link]),
  sample('address-taken-by-you', addressTakenByYou, { service }, []),
  sample('address-changed', addressChanged, { service, newAddress: 'mara@example.com' }, []),
  sample('password-changed', passwordChanged, { service, resetLink }, [resetLink]),
  sample('account-deleted', accountDeleted, { service }, []),
  sample('identity-linked', identityLinked, { service, provider: 'GitHub', signInLink }, [signInLink]),
  sample('identity-unlinked', identityUnlinked, { service, provider: 'GitHub', signInLink }, [signInLink]),
  sample('api-key-created', apiKeyCreated, { service, hint: 'x3Fq', signInLink }, [signInLink]),
  sample('opened-by-support', openedBySupport, { service, signInLink }, [signInLink]),
  sample('api-key-revoked', apiKeyRevoked, { service, hint: 'x3Fq', signInLink }, [signInLink]),
  sample(
    'sign-in-mismatch',
    signInMismatch,
    { service, provider: 'GitHub', otherProviders: ['Google', 'Apple'], hasPassword: true, signInLink },
    [signInLink],
  ),
]
const everyOne = samples.flatMap(({ name, ...rest }) => LOCALES.map((locale) => ({ name, locale, ...rest })))

const readReferences = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
const PREVIEW = /<div aria-hidden="true"[^>]*>([^<]*)<\/div>/
const hrefs = (html: string) =>
  [...html.matchAll(/ href="([^"]*)"/g)].map(([, href = '']) => readReferences(href))

describe.each(everyOne)('$name in $locale', ({ locale, links, hasCode, write }) => {
  test('names the service in a subject of one line', () => {
    const { subject } = write(locale)
    expect(subject).toContain(service)
    expect(subject).not.toMatch(/[\r\n]/)
    expect(subject.length).toBeLessThan(78)
  })

  test('has every link whole, on a line of its own in the text and behind an anchor in the HTML', () => {
    const { text, html } = write(locale)
    const ownLines = text.split('\n').filter((line) => line.startsWith('https:'))
    expect(ownLines).toEqual(links)
    expect(new Set(hrefs(html))).toEqual(new Set(links))
  })

  test('shows a code that people can read and machines can find', () => {
    const { text, html } = write(locale)
    const visible = html.replace(/<style>[^<]*<\/style>| style="[^"]*"/g, '')
    const found = [text, visible].map((part) => part.match(/\b\d{3} ?\d{3}\b/)?.[0])
    expect(found).toEqual(hasCode ? ['042 917', '042 917'] : [undefined, undefined])
  })

  test('keeps its sentences within 72 columns', () => {
    const lines = write(locale)
      .text.split('\n')
      .filter((line) => !line.startsWith('https:'))
    expect(lines.filter((line) => line.length > 72)).toEqual([])
  })

  test('says the same in text and HTML', () => {
    const { text, html } = write(locale)
    const shown = readReferences(html.replace(PREVIEW, '').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ')
    const sentences = text
      .split(/\n\n|\s?:\n(?=https:)|\n(?=\d{3} \d{3})/)
      .filter((part) => !part.startsWith('https:') && !part.startsWith('-- '))
    for (const sentence of sentences) expect(shown).toContain(sentence.trim().replace(/\s+/g, ' '))
  })

  test('shows its first sentences beside the subject, never the code', () => {
    const { text, html } = write(locale)
    const [, preview = ''] = PREVIEW.exec(html) ?? []
    expect(readReferences(preview)).toBe(text.split('\n\n')[0]?.replaceAll('\n', ' '))
    expect(preview).not.toMatch(/\d{3} ?\d{3}/)
  })

  test('fetches nothing when it is read, and says in which language it is', () => {
    const { html } = write(locale)
    expect(html).toContain(`<html lang="${locale}"`)
    expect(html).not.toMatch(/<(img|link|script|iframe|object|form|table)\b|url\(|@import| src=| on\w+=/i)
  })

  test('lets no markup in', () => {
    const { html } = write(locale, { service: `<script>alert('1')</script>"&amp;` })
    expect(html).not.toContain('<script')
    expect(html).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;amp;')
  })

  test('lets no line break into the subject or the sentences', () => {
    const { subject, text } = write(locale, { service: 'Todo\r\nBcc: everyone@example.com\u2028\0x' })
    expect(subject).toContain('Todo Bcc: everyone@example.com x')
    expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
    expect(text).not.toMatch(/^Bcc:/m)
  })
})

test('every message says something else, in every language', () => {
  const subjects = everyOne.map(({ locale, write }) => write(locale).subject)
  const texts = everyOne.map(({ locale, write }) => write(locale).text)
  expect([new Set(subjects).size, new Set(texts).size]).toEqual([everyOne.length, everyOne.length])
})

test('markup in an address is text', () => {
  const { html } = writeMessage(addressChanged, { service, newAddress: 'm@<script>x' }, 'en')
  expect(html).toContain('m•••@&lt;script&gt;x')
})

test('the new address is not told whole to the old one', () => {
  for (const locale of LOCALES) {
    const { text, html } = writeMessage(addressChanged, { service, newAddress: 'mara@example.com' }, locale)
    expect(text).toContain('m•••@example.com')
    expect(text + html).not.toContain('mara')
  }
})

test('who has no page to sign in at is offered the other way only', () => {
  const { text } = writeMessage(addressAlreadyYours, { service, resetLink }, 'en')
  expect(text.match(/^https:.*$/gm)).toEqual([resetLink])
})

test.each([
  'javascript:alert(1)',
  'https://app.example/"onclick=x',
  'https://app.example/a b',
  'https://a.example/\nBcc',
  '',
])('the link %j is a fault of ours', (bad) => {
  expect(() => writeMessage(resetPassword, { service, link: bad, validFor: HOUR }, 'en')).toThrow(TypeError)
})

test.each(['12345', '1234567', '12a456'])('the code %j is a fault of ours', (bad) => {
  const facts = { service, link, code: bad, validFor: HOUR }
  expect(() => writeMessage(confirmSignUp, facts, 'en')).toThrow(TypeError)
})

test('a French mark never begins a line, nor stands apart from its word', () => {
  for (const { locale, write } of everyOne)
    if (locale === 'fr') expect(write('fr').text).not.toMatch(/[ \n][:;?!]/)
})
