import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OPERATOR_PERMISSIONS } from '@latchkey/contract'
import { expect, onTestFinished, test } from 'vitest'
import { checkOptions } from '../src/configuration/check-options.js'
import { apiPermissionsOf, permissionsOf } from '../src/model/roles.js'
import { app, guard } from './role-samples/api.js'
import config from './role-samples/latchkey.config.js'

const page = readFileSync(new URL('../../../docs/roles.md', import.meta.url), 'utf8')
const folder = new URL('./role-samples/', import.meta.url)
const { roles } = checkOptions({ ...config, secrets: ['a root secret of the tests, long enough'] }, {})

test('docs/roles.md shows the code that compiles in these tests, and no other', () => {
  const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = '']) => text.trim())
  const samples = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8').trim())
  expect(blocks.sort()).toEqual(samples.sort())
})

test('its configuration starts, and gives people what the names say', () => {
  expect(apiPermissionsOf(['author', 'desk'], roles)).toEqual(['articles.read', 'articles.write'])
  expect(permissionsOf(['desk'], roles)).toContain('latchkey:users.read')
})

test('its API asks for who is calling, and its guard knows the names', async () => {
  const server = createServer(app).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/articles`, { method: 'POST' })
  expect([answer.status, await answer.json()]).toMatchObject([401, { reason: 'token_missing' }])
  // @ts-expect-error it is spelt articles.write
  await expect(guard.verify('', { permissions: ['articles.wrte'] })).rejects.toThrow()
})

test('it lists every permission of Latchkey, and no other', () => {
  const [, listed = ''] = page.split('| about ')
  const named = [...listed.matchAll(/`(latchkey:[a-z.]+)`/g)].map(([, name]) => name)
  expect(named.sort()).toEqual([...OPERATOR_PERMISSIONS].sort())
})
