import { isOnThisMachine } from '../model/is-open-to-others.js'

const wayOfStrangers = ({ host, issuer }: { host: string; issuer: string }): string | undefined => {
  if (!isOnThisMachine(`http://${host.includes(':') ? `[${host}]` : host}`))
    return `It listens at ${host}, not only for this machine`
  return isOnThisMachine(issuer) ? undefined : `The issuer ${issuer} is not on this machine`
}

/** What `latchkey dev` says where others than the developer can reach it; undefined where nobody else can. */
export const warnOfStrangers = ({ host, issuer }: { host: string; issuer: string }): string | undefined => {
  const way = wayOfStrangers({ host, issuer })
  return (
    way &&
    `WARNING: ${way}. Anybody who reaches latchkey dev signs in as anybody: where others come, run latchkey start.`
  )
}
