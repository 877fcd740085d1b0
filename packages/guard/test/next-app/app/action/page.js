import { currentPrincipal } from '@latchkey/guard/next'
import { redirect } from 'next/navigation.js'
import { guard, told } from '../../guard.js'

async function rename() {
  'use server'
  const { user } = await currentPrincipal(guard, { scopes: ['todos:read'] })
  redirect(`/done?user=${user.id}&told=${told}`)
}

export default function Page() {
  return (
    <form action={rename}>
      <button type="submit">Rename</button>
    </form>
  )
}
