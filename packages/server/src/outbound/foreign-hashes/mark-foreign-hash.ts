/**
 * The text as it is to be stored, of a hash that was not made here.
 *
 * An Argon2 string says nothing of how the password was normalised before: ours are made of its NFKC form, those of others of
 * what was typed. Django's prefix tells them apart. Every other text is stored as it is.
 */
export const markForeignHash = (text: string): string => (text.startsWith('$argon2') ? `argon2${text}` : text)
