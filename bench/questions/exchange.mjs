import { againstFloor, load } from '../load.mjs'
import { exchangeForm, formHeaders, WEB } from '../stack.mjs'

const AMOUNT = Number(process.env.BENCH_EXCHANGES ?? 3_000)

/** How many sign-ins by ID token a second? */
export async function ask({ latchkey, floors, idToken }) {
  const measure = async (server, path) => {
    const bodies = []
    for (let index = 0; index < AMOUNT; index += 1) bodies.push(exchangeForm(await idToken()).toString())
    let next = 0
    // The load generator looks at the clock once a second only: the time is taken here, at the last answer.
    const startedAt = performance.now()
    let lastAt = startedAt
    const result = await load(server, path, {
      amount: AMOUNT,
      headers: { ...formHeaders, authorization: WEB },
      requests: [
        {
          setupRequest: (request) => ({ ...request, body: bodies[next++] }),
          onResponse: () => {
            lastAt = performance.now()
          },
        },
      ],
    })
    return { ...result, rate: (AMOUNT * 1_000) / (lastAt - startedAt) }
  }
  const result = await againstFloor(
    () => measure(latchkey, '/oauth/token'),
    () => measure(floors, '/form-verify-insert-signature'),
  )
  const floor = 'Hono, form, one RS256 verification, one grouped durable insert, one ES256 signature'
  return [{ question: 'token exchange of an ID token', floor, ...result }]
}
