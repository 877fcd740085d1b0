import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isOpenToOthers } from '../model/is-open-to-others.js'
import type { DatabaseSettings } from '../ports/storage.js'
import type { Report } from './configuration-error.js'
import { DEVELOPMENT_SECRET_FILE } from './other-secret.js'

const MIN_SECRET_LENGTH = 32

/** The issuer is compared byte for byte by everybody (RFC 8414 §3.3): one spelling, no slash at the end. */
export const checkIssuer = (issuer: string | undefined, report: Report): string => {
  const fix =
    'Set LATCHKEY_ISSUER, or issuer, to the URL your users reach this server at, such as https://auth.example.com.'
  if (issuer === undefined || issuer === '') {
    report('issuer', 'it is missing', fix)
    return ''
  }
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    report('issuer', `${JSON.stringify(issuer)} is not a web address`, fix)
    return issuer
  }
  const canonical = asItIsCompared(url)
  if (canonical === issuer) return issuer
  report('issuer', problemsWithSpelling(issuer, url).join(', and '), `Write it as ${canonical}.`)
  return issuer
}

/** The one spelling with which nothing is wrong. */
const asItIsCompared = ({ protocol, host, pathname, href }: URL): string =>
  `${isOpenToOthers(href) ? 'https:' : protocol}//${host}${pathname.replace(/\/+$/, '')}`

const problemsWithSpelling = (issuer: string, url: URL): readonly string[] => {
  const problems = [
    ...(isOpenToOthers(issuer)
      ? ['tokens would travel in the clear over http, which only localhost may use']
      : []),
    // RFC 8414 §2.
    ...(url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== ''
      ? ['it has a query, a fragment or a user name']
      : []),
    ...(issuer.endsWith('/') ? ['it ends with a slash'] : []),
  ]
  return problems.length > 0 ? problems : ['it is not written as it will be compared']
}

export const checkSecrets = (
  secrets: readonly string[] | undefined,
  report: Report,
): readonly [string, ...string[]] => {
  const [current = '', ...retiring] = (secrets ?? []).map((secret) => secret.trim())
  const fix =
    'Make one with `openssl rand -hex 32` and set LATCHKEY_SECRET. Keep it: sessions and signing keys hang on it.'
  if (current === '')
    report(
      'secrets',
      'there is none',
      `${fix} \`latchkey dev\` keeps the one it made in ${DEVELOPMENT_SECRET_FILE}.`,
    )
  else if ([current, ...retiring].some((secret) => secret.length < MIN_SECRET_LENGTH)) {
    report('secrets', `one is shorter than ${MIN_SECRET_LENGTH} characters`, fix)
  }
  return [current, ...retiring]
}

const DEFAULT_DATABASE = 'sqlite:.latchkey/latchkey.db'

export const checkDatabase = (given: string | undefined, report: Report): DatabaseSettings => {
  const database = given === undefined || given === '' ? DEFAULT_DATABASE : given
  if (/^postgres(ql)?:\/\//.test(database)) {
    if (!URL.canParse(database))
      report(
        'database',
        'the address of the PostgreSQL database cannot be read',
        'Write postgres://user:password@host:5432/name, with special characters percent-encoded.',
      )
    return { kind: 'postgres', url: database }
  }
  const path = readFilePath(database)
  if (path === undefined || path === '' || path === ':memory:') {
    report(
      'database',
      'it names neither a SQLite file nor a PostgreSQL database',
      `Write ${DEFAULT_DATABASE} or postgres://….`,
    )
  }
  return { kind: 'sqlite', file: resolve(path ?? '') }
}

/** The path in `sqlite:relative/or/absolute.db` or `file:///absolute.db`; undefined when it is neither. */
const readFilePath = (database: string): string | undefined => {
  if (database.startsWith('sqlite:')) return database.replace(/^sqlite:(\/\/(?=\/))?/, '')
  if (!database.startsWith('file:///') || !URL.canParse(database)) return undefined
  try {
    return fileURLToPath(database)
  } catch {
    return undefined // an encoded slash
  }
}
