const HOST = /^[a-z0-9.-]+(?::\d{1,5})?$/i

/**
 * A host, or where development runs one, an origin → the origin, without a slash at its end.
 *
 * @throws TypeError for anything else, in the name of the preset that was given it
 */
export const baseOf = (kind: string, domain: unknown): string => {
  const given = typeof domain === 'string' ? domain.replace(/\/$/, '') : ''
  const [, scheme = 'https://', host = ''] = /^(https?:\/\/)?(.*)$/s.exec(given) ?? []
  if (!HOST.test(host) || !URL.canParse(scheme + host))
    throw new TypeError(`${kind}: domain must be a host, as auth.example.com, saw ${JSON.stringify(domain)}`)
  return scheme + host
}
