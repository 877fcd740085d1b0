/** What an option of a provider must be. `needed`: nothing can be done without it; others may be left out. */
export type OptionKind =
  | { readonly type: 'string'; readonly needed?: boolean }
  | { readonly type: 'boolean' }
  /** A list of texts; of these alone, where `values` is there. */
  | { readonly type: 'array'; readonly needed?: boolean; readonly values?: readonly string[] }
  /** `open`: what else it holds is passed over. */
  | {
      readonly type: 'object'
      readonly options: Readonly<Record<string, OptionKind>>
      readonly open?: boolean
    }

/** What each of the options must be. One that is missing here does not compile. */
export type OptionKinds<Options> = { readonly [Name in keyof Required<Options>]: OptionKind }

type Path = readonly (string | number)[]

/** One thing that was given and is not what it must be. The path begins below the options. */
export type Misfit =
  | { readonly kind: 'unknown'; readonly path: Path; readonly known: readonly string[] }
  | { readonly kind: 'wrong_type'; readonly path: Path; readonly expected: OptionKind['type'] }
  | { readonly kind: 'wrong_value'; readonly path: Path; readonly values: readonly string[] }

/** Everything in what was given that is not of this kind. */
export const findMisfits = (given: unknown, kind: OptionKind, path: Path = []): readonly Misfit[] => {
  const wrong: Misfit = { kind: 'wrong_type', path, expected: kind.type }
  switch (kind.type) {
    case 'array':
      return Array.isArray(given)
        ? given.flatMap((one, index) => checkText(one, kind, [...path, index]))
        : [wrong]
    case 'object':
      return isObject(given) ? findMisfitsWithin(given, kind, path) : [wrong]
    default:
      return typeof given === kind.type ? [] : [wrong]
  }
}

const checkText = (
  given: unknown,
  { values }: { readonly values?: readonly string[] },
  path: Path,
): readonly Misfit[] => {
  if (typeof given !== 'string') return [{ kind: 'wrong_type', path, expected: 'string' }]
  return values === undefined || values.includes(given) ? [] : [{ kind: 'wrong_value', path, values }]
}

const findMisfitsWithin = (
  given: Readonly<Record<string, unknown>>,
  { options: kinds, open = false }: Extract<OptionKind, { type: 'object' }>,
  path: Path,
): readonly Misfit[] => {
  const known = Object.keys(kinds)
  const unknown = open ? [] : Object.keys(given).filter((name) => !known.includes(name))
  return [
    ...Object.entries(kinds).flatMap(([name, kind]) =>
      given[name] === undefined && !('needed' in kind && kind.needed === true)
        ? []
        : findMisfits(given[name], kind, [...path, name]),
    ),
    ...unknown.map((name): Misfit => ({ kind: 'unknown', path: [...path, name], known })),
  ]
}

const isObject = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given)
