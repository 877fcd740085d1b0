/** RFC 6749 appendix A.1, without the space, and bounded: what a client may be called. */
export const CLIENT_ID = /^[\x21-\x7e]{1,128}$/
