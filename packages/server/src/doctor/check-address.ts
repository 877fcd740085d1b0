import { paths } from '@latchkey/contract'
import { ask, membersOf } from './ask.js'
import { below, type Deployment } from './deployment.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, error } = findingsOf('address')

/** Whether a Latchkey answers there, directly and not by a redirect. */
export const checkAddress = async ({ url }: Pick<Deployment, 'url'>): Promise<readonly Finding[]> => {
  const place = below(url, paths.health)
  let answer: Awaited<ReturnType<typeof ask>>
  try {
    answer = await ask(place)
  } catch (failure) {
    return [
      error(
        failure instanceof Error ? failure.message : String(failure),
        'Check the name in DNS, the port, the firewall, and that the server and the proxy before it run.',
      ),
    ]
  }
  const { status, headers } = answer
  if (status >= 300 && status < 400)
    return [
      error(
        `${place.href} redirects to ${headers.location ?? 'nowhere'}`,
        'Give the address that answers by itself: applications and guards do not follow redirects of an issuer.',
      ),
    ]
  return status === 200 && membersOf(answer)['status'] === 'ok'
    ? [ok(`Latchkey answers at ${url.href}`)]
    : [
        error(
          `something answers at ${place.href} with ${status}, and it is no Latchkey`,
          'Have the proxy pass everything below that address on to Latchkey, with its path as it is.',
        ),
      ]
}
