import { createGuard } from '@latchkey/guard'

/** An API in a process of its own, but for the API: told a token, it presents it until it is refused, and says when that was. */
const guard = createGuard(JSON.parse(process.argv[2] ?? '{}'))
const EVERY = 5

const outcome = (token) =>
  guard.verify(token).then(
    () => 'accepted',
    ({ code }) => code,
  )

process.on('message', async ({ tokens, ending }) => {
  if (tokens !== undefined) {
    // Where many start at once the first list may come too late for the first try.
    for (const token of tokens)
      while ((await outcome(token)) !== 'accepted') await new Promise((done) => setTimeout(done, 200))
    process.send({ accepted: tokens.length })
  }
  if (ending !== undefined) {
    while ((await outcome(ending)) !== 'token_session_ended')
      await new Promise((done) => setTimeout(done, EVERY))
    process.send({ refusedAt: Date.now() })
  }
})
// A parent that died tells nobody to stop.
process.once('disconnect', async () => {
  await guard.close()
  process.exit()
})
