import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { RECEIVER, startEventHouse } from '../../../conformance/fixtures/event-streams.js'
import { listen } from '../src/http/listen.js'

const run = promisify(execFile)
const hasTools = await Promise.all(['curl', 'jq'].map((tool) => run(tool, ['--version']))).then(
  () => true,
  () => false,
)
if (!hasTools)
  console.warn('\n\n!!! the walk-through of docs/security-events.md NOT RUN: it takes curl and jq !!!\n\n')

test.skipIf(!hasTools)(
  'the walk-through of docs/security-events.md receives an event and acknowledges it',
  async () => {
    const page = await readFile(new URL('../../../docs/security-events.md', import.meta.url), 'utf8')
    const [, script = ''] = /```sh\n(LATCHKEY=[\s\S]*?)```/.exec(page) ?? []
    await using house = await startEventHouse()
    const listening = await listen(house.latchkey.fetch, { port: 0, host: '127.0.0.1' })
    onTestFinished(() => listening.close())
    const here = script.replace('http://localhost:4000', `http://127.0.0.1:${listening.port}`)
    const { stdout } = await run('bash', ['-euc', `${here}\necho\necho "$STREAM $EVENT"`], {
      env: { ...process.env, TODO_API_SECRET: RECEIVER.secret },
      timeout: 20_000,
    })
    const [acknowledged = '', names = ''] = stdout.trim().split('\n')
    expect(JSON.parse(acknowledged)).toEqual({ sets: {}, moreAvailable: false })
    expect(names).toMatch(/^(str_[0-9a-f]{32}) \1\.\d+$/)
  },
)
