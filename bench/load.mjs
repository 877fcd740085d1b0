import autocannon from 'autocannon'

const CONNECTIONS = 32
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3)

/**
 * Loads one address and says how it fared.
 *
 * @param {{ url: string, cpu: () => Promise<number> }} server
 * @param {string} path
 * @param {object} request autocannon's options for the request; `amount` instead of a duration where each request can be sent once
 * @returns {Promise<{ rate: number, p99: number, cpuPerRequest: number }>} requests a second, milliseconds, microseconds
 */
export async function load(server, path, request) {
  const before = await server.cpu()
  const result = await autocannon({
    url: server.url + path,
    method: 'POST',
    connections: CONNECTIONS,
    ...(request.amount === undefined && { duration: SECONDS }),
    ...request,
  })
  const answered = result['2xx']
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0) throw new Error(`${path}: ${failed} of ${answered + failed} requests failed`)
  return {
    rate: answered / result.duration,
    p99: result.latency.p99,
    cpuPerRequest: ((await server.cpu()) - before) / answered,
  }
}

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)

/**
 * Measures a thing and its floor in turn, so that a machine that slows down slows both.
 *
 * @param {() => Promise<{ rate: number, p99?: number, cpuPerRequest?: number }>} measured
 * @param {() => Promise<{ rate: number }>} floor
 */
export async function againstFloor(measured, floor) {
  const rounds = []
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ floor: await floor(), measured: await measured() })
  return {
    rate: median(rounds.map((round) => round.measured.rate)),
    floorRate: median(rounds.map((round) => round.floor.rate)),
    ratio: median(rounds.map((round) => round.measured.rate / round.floor.rate)),
    p99: median(rounds.map((round) => round.measured.p99 ?? 0)),
    cpuRatio: median(
      rounds.map((round) => (round.floor.cpuPerRequest ?? 0) / (round.measured.cpuPerRequest ?? 1)),
    ),
  }
}
