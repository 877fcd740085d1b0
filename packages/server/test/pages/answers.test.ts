import { pagePaths, publicSentences } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { openVisitor, signUpOnPages, startPages, type Visitor } from '../fixtures/test-pages.js'

const PNG = `data:image/png;base64,${Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]).toString('base64')}`
const SVG = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')}`

let door: TestBrowserDoor
let signedIn: Visitor
beforeAll(async () => {
  door = await startPages({
    pages: { logo: SVG, accent: '#AA3300', corners: 'square', links: { support: 'mailto:help@example.com' } },
  })
  signedIn = await signUpOnPages(door, 'ada@example.com')
})
afterAll(() => door[Symbol.asyncDispose]())

/** Of all but the file. */
const shownPaths = Object.values(pagePaths).filter((path) => path !== pagePaths.export)
const everyPath = [...shownPaths, '/pages/nowhere', '/pages/sign-in/', '/pages/__proto__']

describe('every answer with a page', () => {
  it.each(everyPath)('%s: nothing runs in it, nobody frames it, and nobody keeps it', async (path) => {
    for (const visitor of [openVisitor(door), signedIn]) {
      const answers = [
        (await visitor.open(path)).answer,
        await visitor.post(path, {}),
        await visitor.browser.send('DELETE', path),
      ].filter(({ status }) => status !== 303)
      for (const { headers, text } of answers) {
        expect(headers.get('content-security-policy')).toBe(
          `default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' ${APP}; base-uri 'none'; frame-ancestors 'none'`,
        )
        expect(Object.fromEntries(headers)).toMatchObject({
          'content-type': 'text/html; charset=utf-8',
          'content-language': 'en',
          'cache-control': 'no-store',
          'cross-origin-opener-policy': 'same-origin',
          'referrer-policy': 'strict-origin',
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          vary: 'Accept-Language, Cookie',
        })
        expect(text).not.toMatch(/<script|<style| style=| on[a-z]+=/i)
      }
    }
  })

  it.each([
    ['en', 'The link you followed leads on to an address that is no part of Todos. We take nobody there.'],
    ['de', 'führt danach an eine Adresse, die nicht zu Todos gehört'],
    ['fr', 'mène ensuite à une adresse qui ne fait pas partie de Todos'],
  ])('in %s, a way on to a stranger is told, and the way home is there', async (language, sentence) => {
    const told = await openVisitor(door).open('/pages/sign-up?returnTo=https://evil.example', { language })
    expect(told.answer.status).toBe(400)
    expect(told.document.querySelector('.card')?.textContent).toContain(sentence)
    const links = [...told.document.querySelectorAll('.card a')].map((link) => link.getAttribute('href'))
    expect(links).toEqual(['/auth/pages/sign-in', `${APP}/`])
  })

  it.each([
    ['provider_mixed_up', /did not come from the provider you chose/],
    ['code_refused', /does not accept this sign-in any more/],
    ['proof_signature_invalid', /^We could not accept what the provider told us about you/],
    ['proof_expired', /has expired/],
    ['proof_replayed', /was used already/],
    ['provider_token_refused', /^We could not accept/],
    ['provider_refused', /^The provider did not sign you in/],
  ])('the reason of %s is the true one', async (error, sentence) => {
    const { problems } = await openVisitor(door).open(`/pages/sign-in?error=${error}`)
    expect(problems).toEqual([expect.stringMatching(sentence)])
  })

  it('in French a colon stands apart', async () => {
    const told = await openVisitor(door).open('/pages/sign-in?error=code_refused', { language: 'fr' })
    expect(told.document.title).toBe('Erreur\u00a0: Se connecter · Todos')
    const devices = await signedIn.open('/pages/account/sessions', { language: 'fr' })
    expect(devices.document.querySelector('.list')?.textContent).toMatch(
      /Connexion\u00a0: .*Dernière utilisation\u00a0: /,
    )
  })

  it('there is nothing at other addresses, and no page does what it was not made for', async () => {
    const visitor = openVisitor(door)
    const missing = await visitor.open('/pages/nowhere')
    expect([missing.answer.status, missing.heading]).toEqual([404, 'Nothing here'])
    const put = await visitor.browser.send('PUT', '/pages/sign-in')
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST'])
    const post = await visitor.post('/pages/error', {})
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET'])
    const head = await visitor.browser.send('HEAD', '/pages/sign-in')
    expect([head.status, head.text]).toEqual([200, ''])
  })

  it('elsewhere JSON stays JSON', async () => {
    const answer = await openVisitor(door).browser.send('GET', '/nowhere')
    expect([answer.status, answer.body]).toMatchObject([404, { reason: 'not_found' }])
  })

  it('of a fault of ours holds the reference under which it is logged', async () => {
    await using broken = await startPages()
    const visitor = await signUpOnPages(broken, 'ada@example.com')
    await broken.latchkey.close()
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    const page = await visitor.open('/pages/account', {
      headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` },
    })
    expect([page.answer.status >= 500, page.heading]).toEqual([true, 'That did not work'])
    expect(page.document.querySelector('code')?.textContent).toBe(trace)
    expect(broken.logLines.join('\n')).toContain(trace)
    // What does not touch the database is shown still.
    expect((await openVisitor(broken).open('/pages/sign-in')).answer.status).toBe(200)
  })
})

describe('languages', () => {
  it.each([
    ['de-AT, en;q=0.5', 'de', 'Anmelden'],
    ['fr-CA', 'fr', 'Se connecter'],
    ['ja, *;q=0.1', 'en', 'Sign in'],
  ])('who asks for %s reads %s', async (language, code, heading) => {
    const page = await openVisitor(door).open('/pages/sign-in', { language })
    expect([
      page.heading,
      page.document.documentElement.getAttribute('lang'),
      page.answer.headers.get('content-language'),
    ]).toEqual([heading, code, code])
  })

  it.each(['en', 'de', 'fr'])('every reason a refusal can have is told, in %s', async (language) => {
    const visitor = openVisitor(door)
    const told = new Set<string>()
    for (const error of Object.keys(publicSentences)) {
      const { document } = await visitor.open(`/pages/error?error=${error}`, { language })
      const sentence = document.querySelector('.card p')?.textContent ?? ''
      expect(sentence.length, error).toBeGreaterThan(8)
      told.add(sentence)
    }
    expect(told.size).toBeGreaterThan(35)
    if (language !== 'en') {
      const english = new Set<string>(Object.values(publicSentences))
      expect([...told].filter((sentence) => english.has(sentence))).toEqual([])
    }
  })

  it('no sentence of another language stands on a page', async () => {
    for (const path of shownPaths) {
      const texts = await Promise.all(
        (['en', 'de', 'fr'] as const).map(async (language) => {
          const { document } = await signedIn.open(path, { language })
          return [...document.querySelectorAll('h1, h2, p, label, button')]
            .map(({ textContent }) => textContent.trim())
            .filter((text) => text.length > 12 && !text.includes('@') && !/UTC|Chrome/.test(text))
        }),
      )
      const [en = [], de = [], fr = []] = texts
      expect(de.filter((text) => en.includes(text) || fr.includes(text))).toEqual([])
      expect(fr.filter((text) => en.includes(text))).toEqual([])
    }
  })
})

describe('what pages load', () => {
  it('is named after its content, kept for good, and cannot run', async () => {
    const { document } = await openVisitor(door).open('/pages/sign-in')
    const sheet = document.querySelector('link[rel=stylesheet]')?.getAttribute('href') ?? ''
    const logo = document.querySelector('header img')?.getAttribute('src') ?? ''
    expect([sheet, logo]).toEqual([
      expect.stringMatching(/^\/auth\/pages\/style-[\w-]{16}\.css$/),
      expect.stringMatching(/^\/auth\/pages\/logo-[\w-]{16}$/),
    ])
    const { browser } = openVisitor(door)
    for (const [path, type] of [
      [sheet, 'text/css; charset=utf-8'],
      [logo, 'image/svg+xml'],
    ] as const) {
      const answer = await browser.send('GET', path.replace('/auth', ''))
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'x-content-type-options': 'nosniff',
      })
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  })

  it('differs with the brand, and so does its name', async () => {
    await using other = await startPages({ pages: { logo: PNG, accent: '#112233' } })
    const sheetOf = async (pages: TestBrowserDoor) =>
      (await openVisitor(pages).open('/pages/sign-in')).document.querySelector('link')?.getAttribute('href')
    expect(await sheetOf(other)).not.toBe(await sheetOf(door))
  })

  it('the brand is on every page', async () => {
    const { document } = await openVisitor(door).open('/pages/sign-in')
    expect(document.documentElement.className).toBe('corners-square')
    expect(document.querySelector('footer a')?.getAttribute('href')).toBe('mailto:help@example.com')
    expect(document.title).toBe('Sign in · Todos')
  })
})

it('where the application shows its own pages there are none', async () => {
  await using own = await startTestBrowserDoor()
  for (const path of Object.values(pagePaths)) {
    const answer = await openVisitor(own).browser.send('GET', path)
    expect([path, answer.status, answer.body]).toMatchObject([path, 404, { reason: 'not_found' }])
  }
})
