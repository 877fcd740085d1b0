/** @returns undefined when it is no whole number from 1 to 9 999 999 999, in digits without a zero in front */
export const readWholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined
