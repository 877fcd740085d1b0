import { connect } from 'node:net'
import { listen } from '@latchkey/server'
import { expect, test } from 'vitest'
import { startTestLatchkey } from '../packages/server/test/fixtures/test-latchkey.js'

// Whoever hangs up in the middle of a body must not be able to ring the alarm for bugs of ours.

test('a body that breaks off is logged as a bad request, not as our failure', async () => {
  await using house = await startTestLatchkey()
  const listening = await listen(house.latchkey.fetch, { port: 0 })
  try {
    await new Promise<void>((resolve) => {
      const socket = connect(listening.port, 'localhost', () => {
        socket.write(
          'POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\na=b',
        )
        setTimeout(() => socket.destroy(), 50)
      })
      socket.once('close', () => resolve())
    })
    await expect.poll(() => house.logLines.join('\n')).toContain('malformed_request')
    expect(house.logLines.join('\n')).not.toContain('internal_error')
  } finally {
    await listening.close()
  }
})
