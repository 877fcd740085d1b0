/** What the path of a request names last: the `:id` of its route. */
export const lastPartOf = (request: Request): string => partOf(request, -1)

/** What it names before that: the `:id` of a route that goes on behind it. */
export const partBeforeLastOf = (request: Request): string => partOf(request, -2)

const partOf = (request: Request, at: number): string => new URL(request.url).pathname.split('/').at(at) ?? ''
