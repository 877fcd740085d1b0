const HOST = /^[a-z0-9.-]+(?::\d{1,5})?$/i
/** Where development runs a stand-in, several of which may share a port. */
const ON_THIS_MACHINE = /^(?:localhost|127\.0\.0\.1)(?::\d{1,5})?(?:\/[\w.~-]+)*$/i

/**
 * A host, or the address of a stand-in on this machine → the address, without a slash at its end.
 *
 * @throws TypeError for anything else, in the name of the preset that was given it
 */
export const baseOf = (kind: string, domain: unknown): string => {
  const given = typeof domain === 'string' ? domain.replace(/\/$/, '') : ''
  const [, scheme = 'https://', place = ''] = /^(https?:\/\/)?(.*)$/s.exec(given) ?? []
  if (!(HOST.test(place) || ON_THIS_MACHINE.test(place)) || !URL.canParse(scheme + place))
    throw new TypeError(`${kind}: domain must be a host, as auth.example.com, saw ${JSON.stringify(domain)}`)
  return scheme + place
}
