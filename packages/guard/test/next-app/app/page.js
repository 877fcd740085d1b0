import { currentPrincipal } from '@latchkey/guard/next'
import { guard, told } from '../guard.js'

export default async function Page() {
  const principal = await currentPrincipal(guard, { mode: 'optional' })
  return <p>{`user=${principal?.user.id ?? 'nobody'} told=${told}.`}</p>
}
