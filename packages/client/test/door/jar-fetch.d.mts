export declare const jarFetch: (send?: (request: Request) => Promise<Response>) => {
  readonly cookie: () => string
  readonly fetch: typeof fetch
}
