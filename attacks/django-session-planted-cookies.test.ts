import { expect, it, onTestFinished } from 'vitest'
import { askDoor } from '../packages/server/test/fixtures/test-django-door.js'
import { ISSUER } from '../packages/server/test/fixtures/test-latchkey.js'
import { startSessionDoor } from '../packages/server/test/fixtures/test-session-door.js'

// A host beside ours plants cookies named `sessionid` with longer paths: browsers send those first (RFC 6265 §5.4).

it.each([1, 4, 40])(
  'signing out ends the session of the browser, though %i others stand before its cookie',
  async (count) => {
    const door = await startSessionDoor()
    onTestFinished(() => door[Symbol.asyncDispose]())
    await door.addPerson({ id: '1', email: 'ada@example.com', isProven: true })
    const spa = door.openSpa()
    await spa.open()
    await spa.login({ email: 'ada@example.com' })
    const own = spa.cookies.get('sessionid')?.value ?? ''
    const csrf = spa.cookies.get('csrftoken')?.value ?? ''
    expect(
      await askDoor(door, '/api/users/profile/', { headers: { cookie: `sessionid=${own}` } }),
    ).toMatchObject({
      status: 200,
    })
    const planted = Array.from(
      { length: count },
      (_, at) => `sessionid=${String(at).padStart(32, 'a')}`,
    ).join('; ')
    const cookie = `${planted}; sessionid=${own}; csrftoken=${csrf}`
    const headers = { cookie, 'x-csrftoken': csrf, origin: ISSUER }
    expect(await askDoor(door, '/api/logout/', { method: 'POST', headers })).toMatchObject({ status: 200 })
    expect(
      await askDoor(door, '/api/users/profile/', { headers: { cookie: `sessionid=${own}` } }),
    ).toMatchObject({
      status: 403,
    })
  },
)
