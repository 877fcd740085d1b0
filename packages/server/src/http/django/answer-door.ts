/** What Django's security middleware adds to each answer, and `no-store`, which it lacks: these answers carry tokens. */
const HEADERS = {
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
export const answerDoor = (body: unknown, answer: DoorAnswer = {}): Response =>
  answerWith(JSON.stringify(body), 'application/json', answer)

/** A page, for who meets one of these doors without a script. */
export const answerDoorPage = (html: string, type: string, answer: DoorAnswer): Response =>
  answerWith(html, type, answer)

const answerWith = (
  body: string,
  type: string,
  { status = 200, headers, setCookies = [] }: DoorAnswer,
): Response => {
  const all = new Headers({ ...HEADERS, 'content-type': type, ...headers })
  for (const line of setCookies) all.append('set-cookie', line)
  return new Response(body, { status, headers: all })
}
