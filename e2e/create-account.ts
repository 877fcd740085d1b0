import { CSRF_HEADER, paths, type SessionState } from '@latchkey/contract'
import { type APIRequestContext, request } from 'playwright-core'
import { newPerson, type Person } from './people.js'
import { codeIn, receiveMail } from './receive-mail.js'
import type { Stack } from './stack.js'

let networks = 0

/** Signs somebody up the way a page does, without a page. Nobody is signed in afterwards. */
export async function createAccount(
  stack: Pick<Stack, 'latchkey' | 'mailbox'>,
  person: Person = newPerson(),
): Promise<Person> {
  const door = await request.newContext({
    // With the slash at its end, so that a path of the address stays.
    baseURL: `${stack.latchkey}/`,
    // People sign up from homes of their own: sign-ups are counted by network.
    extraHTTPHeaders: { 'x-forwarded-for': `198.51.100.${(networks++ % 250) + 1}` },
  })
  try {
    await change(door, 'POST', paths.signUp, { ...person })
    const code = codeIn(await receiveMail(stack, person.email, 'Confirm your address'))
    await change(door, 'POST', paths.confirmSignUp, { code })
    await change(door, 'DELETE', paths.session)
  } finally {
    await door.dispose()
  }
  return person
}

async function change(
  door: APIRequestContext,
  method: string,
  path: string,
  data?: Record<string, unknown>,
): Promise<void> {
  const { csrfToken }: SessionState = await (await door.get(`.${paths.session}`)).json()
  const response = await door.fetch(`.${path}`, {
    method,
    headers: { [CSRF_HEADER]: csrfToken },
    ...(data && { data }),
  })
  if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`)
}
