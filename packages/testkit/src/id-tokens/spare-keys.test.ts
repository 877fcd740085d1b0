import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSigningKeys, type SigningKeys } from './signing-keys.js'
import { addSpareRsaPair, giveBackRsaPair, type RsaPair, takeRsaPair } from './spare-keys.js'

const kidsOf = (issuers: readonly SigningKeys[]): Promise<readonly string[]> =>
  Promise.all(issuers.map(async (keys) => (await keys.current()).kid))

test('issuers that live at once have different keys, after others have come and gone', async () => {
  const gone = [createSigningKeys(), createSigningKeys()]
  await kidsOf(gone)
  for (const keys of gone) await keys.release()
  const living = Array.from({ length: 10 }, createSigningKeys)
  expect(new Set(await kidsOf(living)).size).toBe(10)
  for (const keys of living) await keys.release()
})

test('an issuer that is closed twice gives its keys back once', async () => {
  const closed = createSigningKeys()
  await closed.current()
  await closed.release()
  await closed.release()
  const living = Array.from({ length: 12 }, createSigningKeys)
  expect(new Set(await kidsOf(living)).size).toBe(12)
  for (const keys of living) await keys.release()
})

test('the keys of a rotated issuer are not those of one that lives', async () => {
  const rotated = createSigningKeys()
  const [first] = await kidsOf([rotated])
  await rotated.rotate()
  const others = Array.from({ length: 12 }, createSigningKeys)
  const kids = await kidsOf([rotated, ...others])
  expect(new Set([first, ...kids]).size).toBe(14)
  for (const keys of [rotated, ...others]) await keys.release()
})

test('a pair that was given back is taken again, not made', async () => {
  const given = await takeRsaPair()
  giveBackRsaPair(given)
  const taken = [await takeRsaPair()]
  while (taken.at(-1) !== given && taken.length < 40) taken.push(await takeRsaPair())
  expect(taken).toContain(given)
})

test('a pair from elsewhere is taken once, however often it is added', async () => {
  const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  addSpareRsaPair(pem)
  addSpareRsaPair(pem)
  const isAdded = ({ privateKey }: RsaPair) => privateKey.export({ type: 'pkcs8', format: 'pem' }) === pem
  let taken = await takeRsaPair()
  for (let tries = 0; !isAdded(taken) && tries < 40; tries += 1) taken = await takeRsaPair()
  expect(isAdded(taken)).toBe(true)
  expect(isAdded(await takeRsaPair())).toBe(false)
})
