import { BETTER_AUTH_FIELDS, betterAuthSource } from './adapters/better-auth.js'
import { NEXT_AUTH_FIELDS, nextAuthSource } from './adapters/next-auth.js'
import { auth0 } from './auth0.js'
import { csvSource } from './csv.js'
import { djangoSource } from './django/django.js'
import { DJANGO_FIELDS } from './django/read-user.js'
import type { Format } from './formats.js'
import { jsonSource } from './json-source.js'
import { keycloak } from './keycloak.js'
import { ndjson } from './ndjson.js'
import { type PasswordsFile, readPasswordsFile } from './passwords-file.js'
import { type ColumnMap, readColumnMap } from './records/column-map.js'
import { PERSON_FIELDS } from './records/read-person.js'
import type { Source } from './source.js'
import { openTables } from './tables/open-tables.js'
import { openTextFile, type TextFile } from './text/text-file.js'

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
  const map = readColumnMap(options.map, FIELDS[format])
  const text = () => openTextFile(options.from, '--from', stdin)
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
      return openAuth0(await text(), map, options, stdin)
    case 'keycloak':
      return jsonSource(await text(), map, keycloak)
  }
}

/** What `--map` can give another name. */
const FIELDS: Readonly<Record<Format, readonly string[]>> = {
  django: DJANGO_FIELDS,
  'better-auth': BETTER_AUTH_FIELDS,
  'next-auth': NEXT_AUTH_FIELDS,
  csv: PERSON_FIELDS,
  ndjson: ndjson.fields,
  auth0: auth0(() => null).fields,
  keycloak: keycloak.fields,
}

const openAuth0 = async (
  file: TextFile,
  map: ColumnMap,
  options: SourceOptions,
  stdin: NodeJS.ReadableStream,
): Promise<Source> => {
  if (options.passwords === undefined)
    return jsonSource(
      file,
      map,
      auth0(() => null),
    )
  const passwords = await openPasswords(options.passwords, stdin)
  const source = jsonSource(file, map, auth0(passwords.find))
  return {
    ...source,
    read: async function* () {
      yield* source.read()
      const { unreadable: count } = passwords
      if (count > 0) yield { type: 'remark', kind: 'passwords_unreadable', count }
    },
    close: async () => {
      passwords.close()
      await source.close()
    },
  }
}

const openPasswords = async (path: string, stdin: NodeJS.ReadableStream): Promise<PasswordsFile> => {
  const file = await openTextFile(path, '--passwords', stdin)
  try {
    return await readPasswordsFile(file)
  } finally {
    await file.close()
  }
}
