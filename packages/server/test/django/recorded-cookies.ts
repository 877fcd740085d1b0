/** A `Set-Cookie` line: what its value looks like, and its attributes by their names in lower case. */
type Cookie = ReadonlyMap<string, string>

/** In which cookies, and in which of their attributes, an answer of ours is another than the recorded one. */
export const compareCookies = (recorded: readonly string[], ours: readonly string[]): readonly string[] => {
  const [theirCookies, ourCookies] = [cookiesOf(recorded), cookiesOf(ours)]
  return namesOf(theirCookies, ourCookies).flatMap((name) => {
    const [theirs, own] = [theirCookies.get(name), ourCookies.get(name)]
    if (theirs === undefined || own === undefined) return [`cookie ${name}`]
    return namesOf(theirs, own)
      .filter((attribute) => theirs.get(attribute) !== own.get(attribute))
      .map((attribute) => `cookie ${name} ${attribute}`)
  })
}

const namesOf = (...maps: readonly ReadonlyMap<string, unknown>[]): readonly string[] =>
  [...new Set(maps.flatMap((map) => [...map.keys()]))].sort()

const cookiesOf = (lines: readonly string[]): ReadonlyMap<string, Cookie> =>
  new Map(
    lines.map((line) => {
      const [pair = '', ...attributes] = line.split('; ')
      const { name, value } = readPair(pair)
      return [name, new Map([['value', shapeOf(value)], ...attributes.map(readAttribute)])]
    }),
  )

const readAttribute = (text: string): [string, string] => {
  const { name, value } = readPair(text)
  const known = name.toLowerCase()
  // When it ends says Max-Age too; what matters here is whether it is over.
  return [known, known === 'expires' ? (Date.parse(value) === 0 ? 'long ago' : 'later') : value]
}

const readPair = (text: string): { readonly name: string; readonly value: string } => {
  const at = text.indexOf('=')
  return at < 0 ? { name: text, value: '' } : { name: text.slice(0, at), value: text.slice(at + 1) }
}

const SHAPES: Readonly<Record<string, RegExp>> = {
  'a session key': /^[a-z0-9]{32}$/,
  'a masked CSRF token': /^[A-Za-z0-9]{64}$/,
  'a JWT': /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/,
}

const shapeOf = (value: string): string =>
  Object.entries(SHAPES).find(([, pattern]) => pattern.test(value))?.[0] ?? value
