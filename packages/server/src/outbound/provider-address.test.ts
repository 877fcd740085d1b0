import { expect, test } from 'vitest'
import { problemWithProviderAddress } from './provider-address.js'

const strict = (text: string) => problemWithProviderAddress(text, { allowPrivate: false })
const lenient = (text: string) => problemWithProviderAddress(text, { allowPrivate: true })

test('a provider is asked over TLS, at an address that holds nothing else', () => {
  for (const fine of ['https://sso.example', 'https://sso.example:8443/realms/main', 'https://8.8.8.8'])
    expect([strict(fine), lenient(fine)], fine).toEqual([undefined, undefined])
  for (const wrong of [
    '',
    'sso.example',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'http://sso.example',
    'https://user:pass@sso.example',
    'https://sso.example?x=1',
    'https://sso.example#x',
  ])
    expect([typeof strict(wrong), typeof lenient(wrong)], wrong).toEqual(['string', 'string'])
})

test('it is in no private network, however that is written, unless that is allowed', () => {
  for (const near of [
    'https://localhost',
    'https://a.localhost',
    'https://127.0.0.1',
    'https://2130706433',
    'https://0x7f.1',
    'https://10.0.0.1',
    'https://169.254.169.254',
    'https://[::1]',
    'https://[::ffff:10.0.0.1]',
    'https://[fd00::1]',
  ]) {
    expect(strict(near), near).toBe('it leads into a private network')
    expect(lenient(near), near).toBeUndefined()
  }
  expect(strict('http://localhost:4400')).toContain('https')
  expect(lenient('http://localhost:4400')).toBeUndefined()
  expect(lenient('http://10.0.0.1')).toContain('https')
})
