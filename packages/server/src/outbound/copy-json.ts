/** What stands in the way of writing a value as JSON. */
class NoJsonError extends Error {
  override readonly name = 'NoJsonError'
}

/** How deep a value may be nested, and of how many members and elements it may consist. */
const DEEPEST = 8
const MOST_PARTS = 1_000

/**
 * A value of code that is not ours → a copy that is JSON to the letter (RFC 8259): `JSON.stringify` would leave members out in silence, call `toJSON`,
 * and write null for what is no number. Reads every member once.
 *
 * @throws NoJsonError, or whatever a getter throws
 */
export const copyJson = (value: unknown): unknown => {
  let parts = 0
  const copy = (part: unknown, depth: number): unknown => {
    parts += 1
    if (parts > MOST_PARTS) throw new NoJsonError(`it has more than ${MOST_PARTS} parts`)
    if (part === null || typeof part === 'string' || typeof part === 'boolean') return part
    if (typeof part === 'number' && Number.isFinite(part)) return part
    if (depth > DEEPEST) throw new NoJsonError(`it is nested deeper than ${DEEPEST} levels`)
    if (Array.isArray(part)) return copyList(part, (element) => copy(element, depth + 1))
    if (isPlainObject(part))
      return Object.fromEntries(Object.keys(part).map((name) => [name, copy(part[name], depth + 1)]))
    throw new NoJsonError(`a ${typeof part} in it is no JSON`)
  }
  return copy(value, 0)
}

/** Elements that are missing count too. */
const copyList = (list: readonly unknown[], copy: (element: unknown) => unknown): readonly unknown[] => {
  if (list.length > MOST_PARTS) throw new NoJsonError(`it has more than ${MOST_PARTS} parts`)
  return Array.from(list, copy)
}

/** No date, no map, nothing with a prototype of its own. */
export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // Of a configuration that runs in a context of its own, the prototype is another one without a prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
