/** Line breaks of our own stay. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu

/**
 * What others wrote, made harmless: nothing in it moves the cursor of a terminal, colours it or turns the direction of writing. Written as
 * JSON would write it, so that JSON stays JSON.
 */
export const escapeControls = (text: string): string =>
  text.replaceAll(UNSAFE, (character) =>
    Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  )
