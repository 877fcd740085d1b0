const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i

const wayOfStrangers = ({ host, issuer }: { host: string; issuer: string }): string | undefined => {
  if (!LOOPBACK.test(host)) return `It listens at ${host}, not only for this machine`
  return LOOPBACK.test(new URL(issuer).hostname) ? undefined : `The issuer ${issuer} is not on this machine`
}

/** What `latchkey dev` says where others than the developer can reach it; undefined where nobody else can. */
export const warnOfStrangers = ({ host, issuer }: { host: string; issuer: string }): string | undefined => {
  const way = wayOfStrangers({ host, issuer })
  return (
    way &&
    `WARNING: ${way}. Anybody who reaches latchkey dev signs in as anybody: where others come, run latchkey start.`
  )
}
