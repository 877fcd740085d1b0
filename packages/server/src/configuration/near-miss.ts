/** The name that was probably meant: spelt almost like it, or the same but for capitals and dashes. */
export const findNearMiss = (word: string, known: readonly string[]): string | undefined => {
  const plain = plainly(word)
  const [nearest] = known
    .map((name) => ({ name, distance: editsBetween(plain, plainly(name)) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((left, right) => left.distance - right.distance)
  return nearest?.name
}

const plainly = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '').slice(0, 50)

/** How many letters were left out, added, changed, or swapped with their neighbour (optimal string alignment). */
const editsBetween = (from: string, to: string): number => {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let row = 1; row <= from.length; row += 1) {
    rows.push([row])
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1]
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      const edits = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      )
      rows[row]?.push(edits)
    }
  }
  return at(from.length, to.length)
}
