import { readFile } from 'node:fs/promises'
import { apiTypesOf } from '@latchkey/api-types'
import { expect, test } from 'vitest'
import { describeApi } from '../../../server/src/openapi/describe-api.js'
import { allGroups } from '../../../server/src/openapi/operations.js'

test('the types of the API are those of the document that servers answer; `npm run generate` writes them', async () => {
  const document = describeApi(allGroups, { issuer: 'https://id.example', sessionCookie: 'session' })
  const written = await readFile(new URL('../../src/api/schema.ts', import.meta.url), 'utf8')
  expect(written).toBe(await apiTypesOf(document))
})

test('every operation has its types', async () => {
  const written = await readFile(new URL('../../src/api/schema.ts', import.meta.url), 'utf8')
  const operations = allGroups.flatMap((group) => group.operations)
  expect(operations.length).toBeGreaterThan(50)
  for (const { id } of operations) expect(written).toContain(`operations["${id}"]`)
})
