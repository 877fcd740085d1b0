/** What must not come into a repository, and how else people write it. */
const IGNORED = [
  { line: '.env', alike: ['.env', '/.env', '.env*', '/.env*', '*.env', '**/.env'] },
  { line: '.latchkey/', alike: ['.latchkey/', '.latchkey', '/.latchkey', '/.latchkey/', '**/.latchkey'] },
] as const

/** Appends to a `.gitignore` what is missing; the same text where nothing is. The last line about a file counts (gitignore(5)). */
export const ignoreFiles = (text: string): string => {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const missing = IGNORED.filter(({ alike }) => {
    const lastOf = (wanted: readonly string[]): number => lines.findLastIndex((line) => wanted.includes(line))
    return lastOf(alike) <= lastOf(alike.map((one) => `!${one}`))
  }).map(({ line }) => line)
  if (missing.length === 0) return text
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return `${before}${missing.join('\n')}\n`
}
