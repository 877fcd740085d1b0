/** What the path of a request names last: the `:id` of its route. */
export const lastPartOf = (request: Request): string => new URL(request.url).pathname.split('/').at(-1) ?? ''
