/** What Django's security middleware adds to each answer, and `no-store`, which it lacks: these answers carry tokens. */
const HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
} as const

export interface DoorAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly setCookies?: readonly string[]
}

/** A JSON answer of one of these doors. */
export const answerDoor = (
  body: unknown,
  { status = 200, headers, setCookies = [] }: DoorAnswer = {},
): Response => {
  const all = new Headers({ ...HEADERS, ...headers })
  for (const line of setCookies) all.append('set-cookie', line)
  return new Response(JSON.stringify(body), { status, headers: all })
}
