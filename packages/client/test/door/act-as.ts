import type { LatchkeyClient } from '@latchkey/client'
import { ADMIN_PATH, adminUserList } from '@latchkey/contract'

/** What the console does when an operator, who is signed in here, presses "Act as them". The client has not heard of it yet. */
export const actAs = async (client: LatchkeyClient, email: string): Promise<void> => {
  const found = await client.fetch(`${ADMIN_PATH}/users?q=${encodeURIComponent(email)}`)
  const [person] = adminUserList.parse(await found.json()).items
  const body = JSON.stringify({ reason: 'cannot find the rabbit' })
  const headers = { 'content-type': 'application/json' }
  const path = `${ADMIN_PATH}/users/${person?.id}/impersonate`
  const answer = await client.fetch(path, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(await answer.text())
}
