import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { makeApiKey } from '../../src/forms/api-key.js'
import { nodeSecrets } from '../../src/outbound/node-secrets.js'
import { ROOT_SECRET } from '../fixtures/test-latchkey.js'

test('the expression that docs/api-keys.md gives to scanners finds every key, and nothing that is none', async () => {
  const page = await readFile(new URL('../../../../docs/api-keys.md', import.meta.url), 'utf8')
  const [, expression = ''] = /```\n(\\b.*)\n```/.exec(page) ?? []
  const scanner = new RegExp(expression, 'g')
  const secrets = nodeSecrets([ROOT_SECRET])
  const keys = Array.from({ length: 100 }, () => makeApiKey(secrets).text)
  const leak = keys.map((key, index) => `${index}: API_KEY="${key}", ${key.slice(0, -1)}; x${key}`).join('\n')
  expect(leak.match(scanner)).toEqual(keys)
})
