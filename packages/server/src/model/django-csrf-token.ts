import { drawText, type RandomSource } from './drawn-text.js'

// What Django's CSRF protection makes and reads (django/middleware/csrf.py). A token is a secret under a mask: 32 letters that were
// drawn for this telling, and 32 that are the secret's, each moved on in the alphabet by the letter of the mask at its place. So one
// secret is told in a text of its own each time, and compressed answers give nothing of it away (BREACH).

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const LENGTH = 32
const SHAPE = /^(?:[A-Za-z0-9]{32}){1,2}$/

/** What a browser's token stands for: 32 letters and digits, 190 bits. */
export const newCsrfSecret = (source: RandomSource): string => drawText(source, ALPHABET, LENGTH)

/** The secret under a mask of its own: 64 letters and digits. */
export const maskCsrfSecret = (source: RandomSource, secret: string): string => {
  const mask = newCsrfSecret(source)
  return mask + moveLetters(secret, mask, 1)
}

/**
 * The secret of a token, with whatever mask: as Django has had them up to 4.0, or, from 4.1 on, the 32 letters of a cookie as they
 * stand.
 *
 * @returns undefined for what is no such token
 */
export const readCsrfSecret = (token: string): string | undefined => {
  if (!SHAPE.test(token)) return undefined
  return token.length === LENGTH ? token : moveLetters(token.slice(LENGTH), token.slice(0, LENGTH), -1)
}

/** Each letter moved on, or back, by the place that the mask's letter has in the alphabet. */
const moveLetters = (letters: string, mask: string, direction: 1 | -1): string =>
  Array.from(letters, (letter, at) => {
    const place = ALPHABET.indexOf(letter) + direction * ALPHABET.indexOf(mask.charAt(at))
    return ALPHABET.charAt((place + ALPHABET.length) % ALPHABET.length)
  }).join('')
