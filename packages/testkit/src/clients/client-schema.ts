import { z } from 'zod'

/** RFC 6749 appendix A.1 and A.2: visible ASCII and space. */
const visibleText = z.string().regex(/^[\x20-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')

/**
 * Web addresses, and private-use schemes named after a domain (RFC 8252 §7.1). The dot such a scheme
 * must have keeps `javascript:` and `data:` out.
 */
const isRedirectTarget = (text: string): boolean => {
  if (!/^[\x21-\x7e]+$/.test(text) || text.includes('#') || !URL.canParse(text)) return false
  const { protocol } = new URL(text)
  return protocol === 'http:' || protocol === 'https:' || protocol.includes('.')
}

export const clientSchema = z.strictObject({
  id: visibleText,
  secret: visibleText.optional(),
  redirectUris: z
    .array(
      z
        .string()
        .refine(isRedirectTarget, 'must be an absolute http(s) or private-use address without a fragment'),
    )
    .min(1, 'must name an address, or be left out to allow any address on loopback')
    .readonly()
    .optional(),
})
