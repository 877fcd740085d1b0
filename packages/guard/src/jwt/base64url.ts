/**
 * Decodes base64url as RFC 7515 §2 writes it: no padding, no other characters, no stray bits at the end.
 * Anything else is undefined, so that one signature has exactly one spelling.
 */
export function decodeBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}
