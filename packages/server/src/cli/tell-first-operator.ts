/**
 * Tells whoever looks on how to become the first operator. On standard error, for standard output is where log lines go that are kept and read by
 * many.
 */
export const tellFirstOperator = (link: string | undefined): void => {
  if (link === undefined) return
  console.error('Nobody manages this service yet. Open this within an hour to become its first operator:')
  console.error(`  ${link}`)
}
