import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressKeyOf, parseAddress } from './address.js'

const keyOf = (text: string): string | undefined => parseAddress(text)?.key

describe('parseAddress', () => {
  test('keeps the address as it was written and compares it without case', () => {
    expect(parseAddress(' Ada.Lovelace@Example.COM ')).toEqual({
      email: 'Ada.Lovelace@Example.COM',
      key: 'ada.lovelace@example.com',
    })
  })

  test.each([
    ['full-width letters in the domain, which the DNS folds', 'ada@ｅｘａｍｐｌｅ.com', 'ada@example.com'],
    ['an ideographic full stop in the domain', 'ada@example。com', 'ada@example.com'],
    ['what nobody sees in the domain', 'ada@ex\uFE0Fample.com', 'ada@example.com'],
    ['a domain in its own letters and in those of the DNS', 'ada@exämple.de', 'ada@xn--exmple-cua.de'],
    ['capitals outside ASCII', 'ÉLISE@example.com', 'élise@example.com'],
  ])('%s are one mailbox', (_, one, other) => {
    expect(keyOf(one)).toBe(keyOf(other))
  })

  test.each([
    ['full-width letters before the @', 'ａda@example.com'],
    ['a ligature', 'a\uFB01@example.com', 'afi@example.com'],
    ['a Cyrillic letter', '\u0430da@example.com'],
    ['a Cyrillic letter in the domain', 'ada@ex\u0430mple.com'],
    ['a Greek letter', 'ad\u03b1@example.com'],
    ['a dotless i', 'ada@exampl\u0131.com', 'ada@exampli.com'],
    ['a dot', 'a.da@example.com'],
    ['a tag', 'ada+work@example.com'],
  ])('an address that differs by %s is another mailbox', (_, twin, original = 'ada@example.com') => {
    expect(keyOf(twin)).not.toBe(keyOf(original))
  })

  test.each([
    ['nothing', ''],
    ['a letter and its accent apart (RFC 6532 §3.1)', 'jose\u0301@example.com'],
    ['a Kelvin sign for a K', '\u212aatherine@example.com'],
    ['a dot after the domain', 'ada@example.com.'],
    ['a dot that the DNS does not know for one', 'ada@gmail\u2024com'],
    ['an encoded letter in the domain', 'ada@ex%61mple.com'],
    ['a path after the domain', 'ada@example.com/path'],
    ['a port', 'ada@example.com:25'],
    ['an address of the network', 'ada@127.0.0.1'],
    ['a number for a domain', 'ada@1'],
    ['a label that ends in a hyphen', 'ada@example-.com'],
    ['no @', 'ada'],
    ['nothing before the @', '@example.com'],
    ['nothing after the @', 'ada@'],
    ['two @', 'ada@example.com@evil.example'],
    ['a full-width @ as the second one', 'ada@example.com＠evil.example'],
    ['two addresses', 'ada@example.com,mallory@evil.example'],
    ['a display name', 'Ada <ada@example.com>'],
    ['a quoted part', '"ada lovelace"@example.com'],
    ['a comment', 'ada(comment)@example.com'],
    ['a space', 'ada lovelace@example.com'],
    ['a line break', 'ada@example.com\r\nBcc: mallory@evil.example'],
    ['NUL', 'ada\u0000@example.com'],
    ['a zero-width space', 'a\u200bda@example.com'],
    ['a right-to-left override', 'a\u202eda@example.com'],
    ['half a surrogate pair', 'ada\ud800@example.com'],
    ['more than 254 characters', `${'a'.repeat(243)}@example.com`],
  ])('refuses %s', (_, text) => {
    expect(parseAddress(text)).toBeUndefined()
  })

  test('mail goes to the domain that counts, whatever was typed', () => {
    expect(parseAddress('ada@ex\uFE0Fample.com')?.email).toBe('ada@example.com')
    expect(parseAddress('ada@ＥＸÄMPLE.de')?.email).toBe('ada@exämple.de')
  })

  test('takes 254 characters', () => {
    expect(parseAddress(`${'a'.repeat(242)}@example.com`)?.email).toHaveLength(254)
  })

  test('a key is its own key, and is what a database can hold', () => {
    const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(part, part, (local, domain) => {
        const key = keyOf(`${local}@${domain}`)
        if (key === undefined) return
        expect(keyOf(key)).toBe(key)
        expect(key).not.toMatch(/\p{Cc}|\p{Cs}/u)
      }),
    )
  })
})

describe('addressKeyOf', () => {
  test('is the key of the address, however it was typed', () => {
    expect(addressKeyOf(' Ada@Example.COM ')).toBe('ada@example.com')
  })

  test('of what is no address is something that can be looked up, and is nobody’s key', () => {
    for (const text of ['', 'Ada', 'ada\u0000@example.com', '\u0000', 'a@b@c', 'x'.repeat(2_000)]) {
      const key = addressKeyOf(text)
      expect(key).not.toMatch(/\p{Cc}/u)
      expect(key).not.toBe('ada@example.com')
      expect(addressKeyOf(text)).toBe(key)
    }
  })
})
