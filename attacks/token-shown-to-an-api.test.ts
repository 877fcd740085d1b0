import {
  ADMIN_PATH,
  ADMIN_SCOPE,
  FIRST_PARTY_PASSWORD_GRANT,
  OPERATOR_ROLE,
  paths,
  REFRESH_TOKEN_GRANT,
  tokenResponse,
} from '@latchkey/contract'
import { djRestAuth } from '@latchkey/server'
import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { setRoles, startTestAdmin, type TestAdmin } from '../packages/server/test/fixtures/test-admin.js'
import { PASSWORD } from '../packages/server/test/fixtures/test-browser-door.js'
import { askDoor } from '../packages/server/test/fixtures/test-django-door.js'
import { CONFIDENTIAL, ISSUER } from '../packages/server/test/fixtures/test-latchkey.js'

// An operator uses the product as well, and its API is shown their token. Whoever runs that API, or reads its logs, tries it at the admin door.

const ADA = { email: 'ada@example.com', password: PASSWORD }

const startHouse = (database: Parameters<typeof startTestAdmin>[0]) =>
  startTestAdmin({
    ...database,
    options: {
      doors: [djRestAuth({ prefix: '/dj' })],
      clients: [{ ...CONFIDENTIAL, type: 'confidential', passwordSignIn: true }],
    },
  })

const atTheAdminDoor = async ({ door }: TestAdmin, token: string) => {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await door.latchkey.fetch(new Request(`${ISSUER + ADMIN_PATH}/me`, { headers }))
  return { status: answer.status, code: ((await answer.json()) as { code?: string }).code }
}

describe.each(databaseKinds)('a token that an operator has for an API, on $name', (kind) => {
  test('opens nothing at the admin door, unless somebody asked for that by name', async () => {
    await using database = await kind.create()
    await using admin = await startHouse({ database })
    const { door } = admin
    const state = await door.signUp(door.openBrowser(), ADA)
    await setRoles(door, state.status === 'signed_in' ? state.user.id : '', [OPERATOR_ROLE])
    const ask = async (parameters: Readonly<Record<string, string>>) =>
      tokenResponse.parse(await (await door.post(paths.token, parameters, CONFIDENTIAL)).json())

    const byPassword = await ask({ grant_type: FIRST_PARTY_PASSWORD_GRANT, ...ADA })
    const refresh_token = byPassword.refresh_token ?? ''
    const refreshed = await ask({ grant_type: REFRESH_TOKEN_GRANT, refresh_token })
    const { body } = await askDoor(door, '/dj/login/', { body: ADA })
    const { access } = body as { access: string }
    for (const token of [byPassword.access_token, refreshed.access_token, access])
      expect(await atTheAdminDoor(admin, token)).toEqual({ status: 403, code: 'scope_insufficient' })

    const asked = await ask({ grant_type: FIRST_PARTY_PASSWORD_GRANT, ...ADA, scope: ADMIN_SCOPE })
    expect(await atTheAdminDoor(admin, asked.access_token)).toMatchObject({ status: 200 })
  })
})
