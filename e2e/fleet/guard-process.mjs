// One guard of a test, as an API in a process of its own has it. Its argument is JSON: the options of the guard.
import { createGuard } from '@latchkey/guard'

const EVERY = 5
let shift = 0
const trouble = []
const guard = createGuard({
  ...JSON.parse(process.argv[2]),
  clock: () => Date.now() + shift,
  onTrouble: ({ about, detail }) => trouble.push(`${about}: ${detail}`),
})

const outcome = (token) =>
  guard.verify(token).then(
    () => 'accepted',
    ({ code }) => code,
  )
const pause = () => new Promise((done) => setTimeout(done, EVERY))

const deeds = {
  /** What becomes of each of these tokens now. */
  outcomes: (tokens) => Promise.all(tokens.map(outcome)),
  /** Presents a token again and again until it is refused. */
  refusal: async (token) => {
    for (;;) {
      const reason = await outcome(token)
      if (reason === 'token_session_ended') return Date.now()
      await pause()
    }
  },
  /** Sets the clock of the guard. */
  shift: (milliseconds) => {
    shift = milliseconds
  },
  staleness: () => guard.staleness(),
  trouble: () => trouble,
}

process.on('message', async ({ id, deed, given }) => {
  const answer = await deeds[deed](given)
  if (process.connected) process.send({ id, answer })
})
const stop = async () => {
  await guard.close()
  process.exit(0)
}
process.on('SIGTERM', stop)
// The test is gone, and so is the reason to be here.
process.on('disconnect', stop)
process.send({ id: 0 })
