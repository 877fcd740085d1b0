/** A name for one request to make something: sent again, it makes nothing more (draft-ietf-httpapi-idempotency-key-header). */
export const newIdempotencyKey = (): string => crypto.randomUUID()
