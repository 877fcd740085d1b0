const MAX_LENGTH = 2_000

/** Whether a page may put this into an `<img>`: a web address, and nothing a browser would run. */
export const isPictureAddress = (text: string): boolean =>
  text.length <= MAX_LENGTH && /^https?:\/\/[^\s"'<>\\\p{Cc}\p{Cs}]+$/u.test(text)
