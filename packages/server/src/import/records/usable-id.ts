const LONGEST_ID = 255
const UNKEEPABLE = /\0|\p{Cs}/u

/** What names a person in the source; undefined when it names nobody, or could not be kept. */
export const usableId = (text: string | null): string | undefined => {
  const id = text?.trim() ?? ''
  return id === '' || id.length > LONGEST_ID || UNKEEPABLE.test(id) ? undefined : id
}

export const NO_ID = 'it has no id, or one that cannot be kept'
