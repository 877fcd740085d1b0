import { betterAuthSource } from './adapters/better-auth.js'
import { nextAuthSource } from './adapters/next-auth.js'
import { auth0 } from './auth0.js'
import { csvSource } from './csv.js'
import { djangoSource } from './django/django.js'
import type { Format } from './formats.js'
import { jsonSource } from './json-source.js'
import { keycloak } from './keycloak.js'
import { ndjson } from './ndjson.js'
import { readPasswordsFile } from './passwords-file.js'
import { readColumnMap } from './records/record.js'
import type { Source } from './source.js'
import { openTables } from './tables/open-tables.js'
import { openTextFile } from './text/text-file.js'

export interface SourceOptions {
  /** A file, `postgres://…`, or `-` for standard input. */
  readonly from: string
  /** `field=column`, each. */
  readonly map: readonly string[]
  readonly table: string | undefined
  readonly secretKey: string | undefined
  readonly auth0Connection: string | undefined
  /** The file with the password hashes of Auth0. */
  readonly passwords: string | undefined
}

/** @throws SourceError when it cannot be opened */
export const openSource = async (
  format: Format,
  options: SourceOptions,
  stdin: NodeJS.ReadableStream,
): Promise<Source> => {
  const map = readColumnMap(options.map)
  const text = () => openTextFile(options.from, stdin)
  switch (format) {
    case 'django':
      return djangoSource(await openTables(options.from), { ...options, map })
    case 'better-auth':
      return betterAuthSource(await openTables(options.from), map)
    case 'next-auth':
      return nextAuthSource(await openTables(options.from), map)
    case 'csv':
      return csvSource(await text(), map)
    case 'ndjson':
      return jsonSource(await text(), map, ndjson)
    case 'auth0':
      return openAuth0(options, stdin)
    case 'keycloak':
      return jsonSource(await text(), map, keycloak)
  }
}

const openAuth0 = async (options: SourceOptions, stdin: NodeJS.ReadableStream): Promise<Source> => {
  const map = readColumnMap(options.map)
  const file = await openTextFile(options.from, stdin)
  if (options.passwords === undefined)
    return jsonSource(
      file,
      map,
      auth0(() => null),
    )
  const passwordsFile = await openTextFile(options.passwords, stdin)
  const passwords = await readPasswordsFile(passwordsFile)
  await passwordsFile.close()
  const source = jsonSource(file, map, auth0(passwords.find))
  return {
    ...source,
    close: async () => {
      passwords.close()
      await source.close()
    },
  }
}
