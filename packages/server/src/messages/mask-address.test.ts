import { expect, test } from 'vitest'
import { maskAddress } from './mask-address.js'

test.each([
  ['alice@example.com', 'a•••@example.com'],
  ['a@example.com', 'a•••@example.com'],
  ['𝒶lice@example.com', '𝒶•••@example.com'],
  ['"a@b"@example.com', '"•••@example.com'],
  ['no address', '•••'],
  ['', '•••'],
])('%j becomes %j', (address, masked) => {
  expect(maskAddress(address)).toBe(masked)
})
