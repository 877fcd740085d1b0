/** RFC 6749 §5.1: tokens stay in no cache. */
export const tokenHeaders = { 'Cache-Control': 'no-store', Pragma: 'no-cache' } as const
