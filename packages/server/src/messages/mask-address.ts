/**
 * `alice@example.com` becomes `a•••@example.com`: enough to recognise one's own address by, not enough to write to
 * somebody else's.
 */
export const maskAddress = (address: string): string => {
  const at = address.lastIndexOf('@')
  const [first = ''] = address.slice(0, Math.max(at, 0))
  return `${first}•••${at === -1 ? '' : address.slice(at)}`
}
