import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { readHeldTokens, sessionCookies } from './session-cookie.js'
import { addTodo, shownTodos, signInAs, signOut } from './sign-in.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'

const openDevice = useBrowser()
const stack = useStack()

/** Calls the app's own API the way a script of its pages would. */
const fetchAsPage = (page: Page, method: string, path: string, body?: object) =>
  page.evaluate(
    async (request) => {
      const response = await fetch(request.path, {
        method: request.method,
        ...(request.body && {
          body: JSON.stringify(request.body),
          headers: { 'content-type': 'application/json' },
        }),
      })
      return { status: response.status, text: await response.text() }
    },
    { method, path, body },
  )

it('a person signs in, adds a todo, finds it after a reload, signs out, and is refused', async () => {
  const page = await openDevice()
  await signInAs(page, stack, 'Mara Lindqvist')
  expect(page.url()).toBe(`${stack.app}/todos`)
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Mara Lindqvist')

  await addTodo(page, 'Water the plants')
  await addTodo(page, 'Call the <b>plumber</b> & pay')
  await page.getByRole('checkbox', { name: 'Water the plants' }).check()
  await page.getByText('Done: Water the plants').waitFor({ state: 'attached' })
  await page.reload()
  expect(await shownTodos(page)).toEqual(['Call the <b>plumber</b> & pay', 'Water the plants'])
  expect(await page.getByRole('checkbox', { name: 'Water the plants' }).isChecked()).toBe(true)

  await page.getByRole('button', { name: 'Delete: Call the' }).click()
  await page.getByText('Deleted: Call the').waitFor({ state: 'attached' })
  expect(await shownTodos(page)).toEqual(['Water the plants'])

  await signOut(page, stack)
  await page.getByRole('button', { name: 'Continue with Google' }).waitFor()
  await page.goto(`${stack.app}/todos`)
  expect(page.url()).toBe(`${stack.app}/`)
  expect((await fetchAsPage(page, 'GET', '/api/todos')).status).toBe(401)
})

it('a cookie kept from before signing out opens nothing', async () => {
  const page = await openDevice()
  await signInAs(page, stack, 'Mara Lindqvist')
  const kept = await sessionCookies(page, stack)
  await signOut(page, stack)

  await page.context().addCookies(kept)
  await page.goto(`${stack.app}/todos`)
  expect(page.url()).toBe(`${stack.app}/auth/ended`)
  expect((await fetchAsPage(page, 'GET', '/api/todos')).status).toBe(401)
})

it('a second person sees nothing of the first, and a todo of somebody else is 404', async () => {
  const ines = await openDevice()
  await signInAs(ines, stack, 'Inès Moreau')
  await addTodo(ines, 'A secret of Inès')
  const { todos } = JSON.parse((await fetchAsPage(ines, 'GET', '/api/todos')).text)
  const address = `/api/todos/${todos[0].id}`

  const tomas = await openDevice()
  await signInAs(tomas, stack, 'Tomás Okafor')
  expect(await shownTodos(tomas)).toEqual([])
  expect((await fetchAsPage(tomas, 'GET', '/api/todos')).text).not.toContain('Inès')
  expect((await fetchAsPage(tomas, 'PATCH', address, { done: true })).status).toBe(404)
  expect((await fetchAsPage(tomas, 'DELETE', address)).status).toBe(404)

  await ines.reload()
  expect(await shownTodos(ines)).toEqual(['A secret of Inès'])
  expect(await ines.getByRole('checkbox').isChecked()).toBe(false)
})

describe('no token of any kind is readable by the JavaScript of a page', () => {
  const anyToken = /eyJ[\w-]{10,}\.[\w-]*\.|lk[a-z]{2}_/

  it('not in storage, cookies, session JSON, HTML, router data or anything a page is answered', async () => {
    const page = await openDevice()
    const answers: string[] = []
    page.on('response', async (response) => {
      if (!response.url().startsWith(stack.app)) return
      const { 'set-cookie': _outOfReach, ...headers } = response.headers()
      answers.push(JSON.stringify(headers), await response.text().catch(() => ''))
    })
    await signInAs(page, stack, 'Mara Lindqvist')
    await addTodo(page, 'Look for tokens')
    await page.reload({ waitUntil: 'networkidle' })

    const reachable = await page.evaluate(async () => {
      const read = async (path: string, headers = {}) => (await fetch(path, { headers })).text()
      return {
        localStorage: JSON.stringify(localStorage),
        sessionStorage: JSON.stringify(sessionStorage),
        cookie: document.cookie,
        windowName: window.name,
        html: document.documentElement.outerHTML,
        session: await read('/api/auth/session'),
        routerData: await read('/todos', { RSC: '1' }),
        todos: await read('/api/todos'),
      }
    })
    // Auth.js writes its `state` as a sealed JWT of its own, for the address people leave by.
    const seen = [...Object.values(reachable), ...answers]
      .join('\n')
      .replaceAll(/\bstate=eyJ[\w.-]+/g, 'state=')

    const { accessToken, refreshToken } = await readHeldTokens(page, stack)
    expect(JSON.parse(reachable.session)).toMatchObject({ user: { name: 'Mara Lindqvist' } })
    expect(accessToken).toMatch(anyToken)
    expect(refreshToken).toMatch(anyToken)
    expect(seen).toContain('Look for tokens')
    expect(seen).not.toContain(accessToken)
    expect(seen).not.toContain(refreshToken)
    expect(seen).not.toMatch(anyToken)
  })

  it('the session cookie is HttpOnly and stays away from requests other sites make', async () => {
    const page = await openDevice()
    await signInAs(page, stack, 'Mara Lindqvist')
    const cookies = await sessionCookies(page, stack)
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  })
})

describe('the way from the browser to the API', () => {
  let page: Page

  beforeAll(async () => {
    page = await openDevice()
    await signInAs(page, stack, 'Tomás Okafor')
  })

  it.each(['http://evil.example', 'null', undefined])(
    'a change with Origin %s is refused',
    async (origin) => {
      const response = await page.context().request.post(`${stack.app}/api/todos`, {
        data: { title: 'Forged' },
        headers: origin === undefined ? {} : { origin },
      })
      expect(response.status()).toBe(403)
      expect((await fetchAsPage(page, 'GET', '/api/todos')).text).not.toContain('Forged')
    },
  )

  it.each([
    ['PUT', '/api/todos', 405],
    ['DELETE', '/api/todos', 404],
    ['POST', '/api/todos/todo_1', 404],
    ['GET', '/api/todos/../me', 404],
    ['GET', '/api/todos/%2e%2e%2fme', 404],
    ['DELETE', '/api/todos/a/b', 404],
    ['DELETE', '/api/todos/..%2f..%2fhealth', 400],
  ])('%s %s leads nowhere', async (method, path, status) => {
    expect((await fetchAsPage(page, method, path)).status).toBe(status)
  })

  it('what the API finds wrong with the input reaches the person', async () => {
    await page.getByLabel('What needs doing?').fill('   ')
    await page.getByRole('button', { name: 'Add' }).click()
    await expect.poll(() => page.getByRole('alert').first().textContent()).toContain('must not be empty')
  })

  it('a body larger than any todo is refused', async () => {
    const { status } = await fetchAsPage(page, 'POST', '/api/todos', { title: 'x'.repeat(20_000) })
    expect(status).toBe(413)
  })
})
