import autocannon from 'autocannon'

const SECONDS = Number(process.env.BENCH_SECONDS ?? 3) * 2
const TIMES = 5
const CHECKS_A_SECOND = 200
const MAX_P99 = 50
/** Seconds of strangers before anything counts: what a storm meets in a server has been compiled by then. */
const WARM_UP = 3

let count = 0

/** Five times as many sign-ins as the cores can hash: do people who are signed in notice? */
export async function ask({ latchkey, floors, ada, visitor }) {
  const { rate } = await (await fetch(`${floors.url}/argon2-rate`)).json()
  await loadStrangers(latchkey, Math.round(rate * TIMES), { visitor, seconds: WARM_UP })
  const [storm, checks] = await Promise.all([
    loadStrangers(latchkey, Math.round(rate * TIMES), { visitor, seconds: SECONDS }),
    autocannon({
      url: `${latchkey.url}/session`,
      headers: { cookie: ada.cookie },
      connections: 10,
      overallRate: CHECKS_A_SECOND,
      duration: SECONDS,
    }),
  ])
  const { 400: hashed = { count: 0 }, 503: refused = { count: 0 } } = storm.statusCodeStats
  const others = storm.requests.total - hashed.count - refused.count
  const lost = others + storm.errors + storm.timeouts + checks.non2xx + checks.errors + checks.timeouts
  const perSecond = (count) => Math.round(count / storm.duration)
  return [
    {
      question: `login storm, ${TIMES}× what the cores hash: session checks, p99`,
      value: `${checks.latency.p99} ms (${perSecond(hashed.count)}/s hashed, ${perSecond(refused.count)}/s told 503, ${lost} lost)`,
      aimText: `< ${MAX_P99} ms, none lost`,
      met: checks.latency.p99 < MAX_P99 && lost === 0 && refused.count > 0,
    },
  ]
}

/** Everybody somebody else, from somewhere else: who is known to guess would be slowed down before it costs a hash. */
const loadStrangers = (latchkey, overallRate, { visitor, seconds }) => {
  return autocannon({
    url: `${latchkey.url}/session`,
    connections: 200,
    overallRate,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => {
          count += 1
          const network = `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`
          const body = JSON.stringify({ email: `stranger${count}@example.com`, password: `guess ${count}` })
          return { ...request, headers: { ...visitor, 'x-forwarded-for': network }, body }
        },
      },
    ],
  })
}
