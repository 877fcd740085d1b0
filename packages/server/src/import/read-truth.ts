const TRUE = new Set(['1', 't', 'true', 'yes', 'y'])
const FALSE = new Set(['0', 'f', 'false', 'no', 'n', ''])

/** A truth as databases and tables write it; undefined when it is none. */
export const readTruth = (text: string | null | undefined): boolean | undefined => {
  const word = text?.trim().toLowerCase() ?? ''
  return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined
}
