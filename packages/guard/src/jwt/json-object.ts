import { isUtf8 } from 'node:buffer'

/** A JSON object whose members have not been looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>

/**
 * Reads a JSON object in UTF-8; undefined for anything else. A member named `__proto__` counts as anything else:
 * whoever copies such an object with an assignment would give the copy another prototype.
 */
export function readJsonObject(bytes: Buffer): JsonObject | undefined {
  if (!isUtf8(bytes)) return undefined
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return Object.hasOwn(value, '__proto__') ? undefined : (value as JsonObject)
  } catch {
    return undefined
  }
}

const LEXEMES = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g

/** Whether valid JSON text names a member of its outermost object twice (refused in headers, RFC 7515 §4). */
export function repeatsMember(json: string): boolean {
  const names = new Set<unknown>()
  let depth = 0
  let latestString = ''
  for (const [lexeme] of json.matchAll(LEXEMES)) {
    if (lexeme === '{' || lexeme === '[') depth += 1
    else if (lexeme === '}' || lexeme === ']') depth -= 1
    else if (lexeme !== ':') latestString = lexeme
    else if (depth === 1) {
      const name: unknown = JSON.parse(latestString)
      if (names.has(name)) return true
      names.add(name)
    }
  }
  return false
}

/** Freezes a parsed JSON value all the way down. Not recursive: the depth was chosen by whoever wrote the JSON. */
export function freezeDeep<T>(root: T): T {
  const waiting: unknown[] = [root]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue
    Object.freeze(value)
    // Parsed JSON has no members but its own, and an array of them for each value would be garbage on the way of every token.
    for (const name in value) {
      const member: unknown = (value as JsonObject)[name]
      if (typeof member === 'object' && member !== null) waiting.push(member)
    }
  }
  return root
}
