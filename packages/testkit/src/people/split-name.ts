/** A typed name as providers keep it. */
export interface SplitName {
  readonly givenName: string
  /** Absent for somebody with one name. */
  readonly familyName?: string
}

/** The first word is the given name, the rest the family name: as good a guess as any. */
export const splitName = (name: string): SplitName => {
  const [givenName = name, ...rest] = name.split(/\s+/)
  return { givenName, ...(rest.length > 0 && { familyName: rest.join(' ') }) }
}
