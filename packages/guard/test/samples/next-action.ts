'use server'

import { currentPrincipal } from '@latchkey/guard/next'
import { guard } from './guard.js'

export async function renameList(form: FormData) {
  const { user } = await currentPrincipal(guard, { scopes: ['todos:write'] })
  return { owner: user.id, title: String(form.get('title')) }
}
