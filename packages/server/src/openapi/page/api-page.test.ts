import { describe, expect, it } from 'vitest'
import { describeApi } from '../describe-api.js'
import { allGroups } from '../operations.js'
import { apiPage } from './api-page.js'
import { readReference } from './read-document.js'
import { sayCommand } from './say-command.js'
import { sayType } from './show-schema.js'
import { API_PAGE_STYLE } from './style.js'

const document = describeApi(allGroups, { issuer: 'https://id.example', sessionCookie: '__Host-latchkey' })
const references = document.tags.flatMap(({ name }) => readReference(document, name))
const commandOf = (id: string): string => {
  const found = references.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no operation ${id}`)
  return sayCommand(found, 'https://id.example')
}

describe('the page of the API', () => {
  it('shows every operation once, with a link to it', async () => {
    const page = String(await apiPage(document, API_PAGE_STYLE))
    const operations = allGroups.flatMap((group) => group.operations)
    expect(references.map(({ id }) => id).sort()).toEqual(operations.map(({ id }) => id).sort())
    for (const { id } of operations) {
      expect(page.split(`<article id="${id}">`), id).toHaveLength(2)
      expect(page, id).toContain(`<a href="#${id}">`)
    }
  })

  it('shows the members of what is sent and answered, and says which may be left out', async () => {
    const page = String(await apiPage(document, API_PAGE_STYLE))
    const signIn = page.slice(page.indexOf('<article id="signIn">'), page.indexOf('<article id="signOut">'))
    expect(signIn).toContain(
      '<code>password</code> <span class="type">string, at most 2000 characters</span>',
    )
    expect(signIn).toMatch(
      /<code>remember<\/code> <span class="type">boolean<\/span> <span class="optional">/,
    )
    expect(signIn).toContain('<code>csrfToken</code>')
    expect(signIn).toContain('Refused with 400, 403, 413, 415, 429, 500, 503.')
  })

  it('escapes what the configuration says', async () => {
    const page = String(
      await apiPage(
        describeApi(allGroups, { issuer: 'https://id.example/"><script>', sessionCookie: '<b>' }),
        API_PAGE_STYLE,
      ),
    )
    expect(page).not.toContain('<script')
    expect(page).not.toContain('<b>')
  })

  it('loads nothing and runs nothing', async () => {
    const page = String(await apiPage(document, API_PAGE_STYLE))
    expect(page).not.toMatch(/<(script|link|img|iframe)|\bon\w+=|\bstyle=/)
    expect(page).toContain(`<style>${API_PAGE_STYLE}</style>`)
  })
})

describe('the command of an operation', () => {
  it('names who calls and everything that must be sent', () => {
    expect(commandOf('signIn')).toBe(
      `curl -X POST 'https://id.example/session' \\
  -b 'COOKIES' \\
  -H 'x-xsrf-token: CSRF_TOKEN' \\
  -H 'Origin: YOUR_APP' \\
  -H 'Content-Type: application/json' \\
  -d '{"email":"EMAIL","password":"PASSWORD"}'`,
    )
    expect(commandOf('requestToken')).toContain(`-u 'CLIENT_ID:CLIENT_SECRET'`)
    expect(commandOf('requestToken')).toContain(`--data-urlencode 'subject_token=SUBJECT_TOKEN'`)
    expect(commandOf('deleteStream')).toContain(`'https://id.example/ssf/streams?stream_id=STREAM_ID'`)
    expect(commandOf('endSession')).toContain(`'https://id.example/account/sessions/ID'`)
  })
})

describe('what a value may be', () => {
  it.each([
    [{ type: 'string', maxLength: 5 }, 'string, at most 5 characters'],
    [{ type: ['string', 'null'] }, 'string or null'],
    [{ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }, 'moment (RFC 3339) or null'],
    [{ type: 'array', items: { type: 'string' }, maxItems: 3 }, 'list of string, at most 3'],
    [{ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, 'integer, from 1'],
    [{ enum: ['a', 'b'] }, '"a" or "b"'],
    [{ const: 'x' }, '"x"'],
    [{ type: 'object', additionalProperties: { type: 'boolean' } }, 'object of boolean'],
    [{}, 'anything'],
  ])('%j is said as: %s', (schema, said) => {
    expect(sayType(schema)).toBe(said)
  })
})
