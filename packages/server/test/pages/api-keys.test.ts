import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { admittedBy } from '../fixtures/test-api-keys.js'
import type { TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { API } from '../fixtures/test-latchkey.js'
import { fieldOf, meetNewcomer, type ShownPage, startPages } from '../fixtures/test-pages.js'

const PAGE = '/pages/account/api-keys'
const MINUTE = 60_000
const READ = { 'scope.todos:read': 'true' }

const keyOn = ({ document }: ShownPage): string => document.querySelector('textarea')?.textContent ?? ''
const menuOf = ({ document }: ShownPage): readonly string[] =>
  [...document.querySelectorAll('.menu a')].map((link) => link.textContent)
const namesOn = ({ document }: ShownPage): readonly string[] =>
  [...document.querySelectorAll('.list .name')].map((name) => name.textContent.trim())

/** A page with one box ticked: the form of a browser holds what is ticked and nothing else. */
const tick = (page: ShownPage, ...scopes: string[]): ShownPage => {
  for (const scope of scopes)
    page.document.querySelector(`input[name="scope.${scope}"]`)?.setAttribute('checked', '')
  return page
}

describe.each(databaseKinds)('API keys, without a script, on $name', (kind) => {
  let database: TestDatabase
  let door: TestBrowserDoor
  beforeAll(async () => {
    database = await kind.create()
    door = await startPages({
      database,
      options: { apiKeys: { scopes: ['todos:read', 'todos:write'], maxPerUser: 2 } },
    })
  })
  afterAll(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  it('one is made, shown this once, used, and ended', async () => {
    const { visitor } = await meetNewcomer(door)
    const empty = await visitor.open(PAGE)
    expect(empty.document.body.textContent).toContain('You have no key.')
    expect(menuOf(empty)).toContain('API keys')
    const link = empty.document.querySelector('a.button.main')?.getAttribute('href')
    expect(link).toBe('/auth/pages/account/api-keys/new')
    const form = await visitor.open(`${PAGE}/new`)
    expect([fieldOf(form, 'days').value, fieldOf(form, 'days').descriptions]).toEqual([
      '90',
      ['From 1 to 365.'],
    ])
    expect(form.document.querySelectorAll('input[checked]')).toHaveLength(0)

    const made = await visitor.send(tick(form, 'todos:read'), 'Make the key', {
      name: 'Night <b>ly</b>',
      days: '7',
    })
    expect([made.heading, made.answer.status]).toEqual(['Your new API key', 200])
    expect(made.answer.headers.get('cache-control')).toBe('no-store')
    const key = keyOn(made)
    expect(await door.latchkey.guard.verify(key)).toMatchObject({
      scopes: ['todos:read'],
      expiresAt: door.clock.now() + 7 * 24 * 60 * MINUTE,
    })

    const list = await visitor.open(PAGE)
    expect(namesOn(list)).toEqual([`Night <b>ly</b> ends in ${key.slice(-4)}`])
    expect(list.answer.text).not.toContain(key)
    const ended = await visitor.send(list, 'End Night <b>ly</b>')
    expect([ended.done, namesOn(ended)]).toEqual(['The key is ended. It opens nothing any more.', []])
    expect(await admittedBy(door, key, API)).toBe('token_session_ended')
  })

  it('what was typed wrong is told at its field, and stays as it was typed', async () => {
    const { visitor } = await meetNewcomer(door)
    const form = await visitor.open(`${PAGE}/new`)
    const unnamed = await visitor.send(tick(form, 'todos:write'), 'Make the key', { name: '', days: '30' })
    expect([unnamed.answer.status, fieldOf(unnamed, 'name').isInvalid]).toEqual([400, true])
    expect(fieldOf(unnamed, 'days').value).toBe('30')
    expect(unnamed.document.querySelector('input[checked]')?.getAttribute('name')).toBe('scope.todos:write')
    for (const days of ['0', '366', 'a year', '1.5', '-1', '99999']) {
      const refused = await visitor.send(unnamed, 'Make the key', { name: 'Nightly', days })
      expect([fieldOf(refused, 'days').isInvalid, fieldOf(refused, 'days').value]).toEqual([true, days])
    }
    const nothing = await visitor.send(await visitor.open(`${PAGE}/new`), 'Make the key', { name: 'Nightly' })
    expect(nothing.problems).toEqual(['Please fill in this field.'])
    expect(nothing.document.querySelector('#field-scopes-wrong')?.textContent).toBe(
      'Please fill in this field.',
    )
    expect(namesOn(await visitor.open(PAGE))).toEqual([])
  })

  it('past the most there may be, the page says what to do; all are ended together', async () => {
    const { visitor } = await meetNewcomer(door)
    const make = async (name: string) =>
      visitor.send(tick(await visitor.open(`${PAGE}/new`), 'todos:read'), 'Make the key', { name })
    const keys = [keyOn(await make('One')), keyOn(await make('Two'))]
    const refused = await make('Three')
    expect([refused.answer.status, refused.problems]).toEqual([
      409,
      ['You have as many keys as you may have. End one, then make another.'],
    ])
    const done = await visitor.send(await visitor.open(PAGE), 'End all keys')
    expect([done.done, namesOn(done)]).toEqual(['All keys are ended. They open nothing any more.', []])
    for (const key of keys) expect(await admittedBy(door, key, API)).toBe('token_session_ended')
  })

  it('the form is behind a recent sign-in, the list is not', async () => {
    const { visitor } = await meetNewcomer(door)
    door.clock.advance(11 * MINUTE)
    expect((await visitor.open(PAGE)).heading).toBe('API keys')
    expect((await visitor.open(`${PAGE}/new`)).heading).toBe('Confirm that it is you')
    const csrf = (await visitor.browser.readState()).csrfToken
    const answer = await visitor.post(`${PAGE}/new`, { csrf, name: 'Nightly', ...READ })
    expect(answer.status).toBe(403)
    expect(namesOn(await visitor.open(PAGE))).toEqual([])
  })

  it('a form without the token of this session makes and ends nothing', async () => {
    const { visitor } = await meetNewcomer(door)
    const made = await visitor.send(tick(await visitor.open(`${PAGE}/new`), 'todos:read'), 'Make the key', {
      name: 'One',
    })
    for (const csrf of ['', 'x'.repeat(43)]) {
      await visitor.post(`${PAGE}/new`, { csrf, name: 'Two', ...READ })
      await visitor.post(PAGE, { csrf, act: 'all' })
    }
    expect(namesOn(await visitor.open(PAGE))).toHaveLength(1)
    expect(await admittedBy(door, keyOn(made), API)).toBe('accepted')
  })

  it('a key of another is not there', async () => {
    const [one, other] = [await meetNewcomer(door), await meetNewcomer(door)]
    const made = await one.visitor.send(
      tick(await one.visitor.open(`${PAGE}/new`), 'todos:read'),
      'Make the key',
      { name: 'One' },
    )
    const id = (await one.visitor.open(PAGE)).document
      .querySelector('input[name="key"]')
      ?.getAttribute('value')
    const csrf = (await other.visitor.browser.readState()).csrfToken
    const answer = await other.visitor.post(PAGE, { csrf, act: 'end', key: id ?? '' })
    expect([answer.status, answer.text.includes('This key opens nothing any more.')]).toEqual([404, true])
    expect(await admittedBy(door, keyOn(made), API)).toBe('accepted')
  })

  it.each([
    ['de', 'API-Schlüssel', 'Neuer API-Schlüssel', 'Schlüssel anlegen'],
    ['fr', 'Clés d’API', 'Nouvelle clé d’API', 'Créer la clé'],
  ])('in %s too', async (language, title, titleNew, submit) => {
    const { visitor } = await meetNewcomer(door)
    expect((await visitor.open(PAGE, { language })).heading).toBe(title)
    const form = await visitor.open(`${PAGE}/new`, { language })
    expect(form.heading).toBe(titleNew)
    expect(
      keyOn(await visitor.send(tick(form, 'todos:read'), submit, { name: 'Nacht' }, { language })),
    ).toMatch(/^lkak_/)
  })
})

describe('the pages of a server', () => {
  it('without apiKeys have none of this, in the menu or elsewhere', async () => {
    await using door = await startPages()
    const { visitor } = await meetNewcomer(door)
    expect(menuOf(await visitor.open('/pages/account'))).not.toContain('API keys')
    for (const path of [PAGE, `${PAGE}/new`]) expect((await visitor.open(path)).answer.status).toBe(404)
  })

  it('with several APIs ask for which one a key is', async () => {
    const other = 'https://reports.example'
    await using door = await startPages({
      options: { audiences: [API, other], apiKeys: { scopes: ['todos:read'] } },
    })
    const { visitor } = await meetNewcomer(door)
    const form = await visitor.open(`${PAGE}/new`)
    const radios = [...form.document.querySelectorAll('input[name="audience"]')]
    expect(radios.map((radio) => [radio.getAttribute('value'), radio.hasAttribute('checked')])).toEqual([
      [API, true],
      [other, false],
    ])
    const csrf = (await visitor.browser.readState()).csrfToken
    const answer = await visitor.post(`${PAGE}/new`, { csrf, name: 'One', audience: other, ...READ })
    const [key = ''] = /lkak_\w{49}/.exec(answer.text) ?? []
    expect(await admittedBy(door, key, other)).toBe('accepted')
    expect(await admittedBy(door, key, API)).toBe('token_audience_mismatch')
  })
})
