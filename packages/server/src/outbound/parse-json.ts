/** @throws Error that does not quote the text, as the one of `JSON.parse` does: it may be a token */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('it is no JSON')
  }
}
