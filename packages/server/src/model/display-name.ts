const MAX_LENGTH = 200

/** A name as it is kept: without control characters, trimmed, not endless. Null when nothing is left. */
export const toDisplayName = (text: string): string | null => {
  // Control characters have no place in a name, and PostgreSQL refuses one of them.
  const name = [...text.replaceAll(/\p{Cc}|\p{Cs}/gu, '').trim()].slice(0, MAX_LENGTH).join('')
  return name === '' ? null : name
}
