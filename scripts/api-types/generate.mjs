#!/usr/bin/env node
import { writeFileSync } from 'node:fs'
import openapiTypescript, { astToString } from 'openapi-typescript'

const NOTICE =
  '/** Written by `npm run generate` from what servers answer at `/openapi.json`. Not to be edited. */\n\n'

/** The document of a server that has everything open. */
export const readDocument = async () => {
  const { describeApi } = await import('../../packages/server/dist/openapi/describe-api.js')
  const { allGroups } = await import('../../packages/server/dist/openapi/operations.js')
  return describeApi(allGroups, { issuer: 'https://id.example', sessionCookie: 'session' })
}

/** @returns {Promise<string>} the API as TypeScript, but for the CSRF token, which the client sends by itself */
export const apiTypesOf = async (document) =>
  NOTICE + astToString(await openapiTypescript(JSON.stringify(withoutHeaders(document))))

const withoutHeaders = (document) => {
  const { paths, ...rest } = structuredClone(document)
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods)))
    operation.parameters = operation.parameters.filter(
      (one) => one.in !== 'header' || one.name !== 'x-xsrf-token',
    )
  return { ...rest, paths }
}

/** After a build: the types are made of what was built. */
if (process.argv[1] === import.meta.filename)
  writeFileSync(
    new URL('../../packages/client/src/api/schema.ts', import.meta.url),
    await apiTypesOf(await readDocument()),
  )
