import { writeFile } from 'node:fs/promises'
import { arch, cpus, platform } from 'node:os'
import * as django from './questions/django.mjs'
import * as exchange from './questions/exchange.mjs'
import * as guard from './questions/guard.mjs'
import * as importing from './questions/import.mjs'
import * as introspection from './questions/introspection.mjs'
import * as lists from './questions/lists.mjs'
import * as refresh from './questions/refresh.mjs'
import * as revocation from './questions/revocation.mjs'
import * as session from './questions/session.mjs'
import * as signIn from './questions/sign-in.mjs'
import * as social from './questions/social.mjs'
import * as start from './questions/start.mjs'
import * as storm from './questions/storm.mjs'
import { startStack } from './stack.mjs'

/** Asks every question, prints a table and writes it to RESULTS.md. */
const number = (value) => Math.round(value).toLocaleString('en-US')
const percent = (value) => `${(value * 100).toFixed(0)} %`

function toRow(result) {
  if (result.value !== undefined)
    return [
      result.question,
      result.value,
      result.floorText ?? '',
      '',
      result.aimText,
      result.met ? 'yes' : 'no',
    ]
  const aim = result.aimRate ? `${number(result.aimRate)}/s` : result.aim ? percent(result.aim) : ''
  const met = result.aimRate
    ? result.rate >= result.aimRate
    : result.aim
      ? result.ratio >= result.aim
      : undefined
  return [
    result.question,
    `${number(result.rate)}/s`,
    `${number(result.floorRate)}/s (${result.floor})`,
    percent(result.ratio),
    aim,
    met === undefined ? '' : met ? 'yes' : 'no',
  ]
}

/** Words of the question: only what is named on the command line is asked, and nothing is written. */
const wanted = process.argv.slice(2)
const isWanted = (name) => wanted.length === 0 || wanted.includes(name)

const results = []
for (const [name, ask] of Object.entries({
  guard: guard.ask,
  revocation: revocation.ask,
  start: start.ask,
  import: importing.ask,
  lists: lists.ask,
}))
  if (isWanted(name)) results.push(...(await ask()))
const stack = await startStack()
try {
  const questions = {
    session: session.ask,
    introspection: introspection.ask,
    refresh: refresh.ask,
    exchange: exchange.ask,
    signIn: signIn.ask,
    social: social.ask,
    django: django.ask,
    storm: storm.ask,
  }
  for (const [name, ask] of Object.entries(questions)) if (isWanted(name)) results.push(...(await ask(stack)))
} finally {
  await stack.stop()
}

const rows = [['Question', 'Latchkey', 'Floor', 'Ratio', 'Aim', 'Met'], ...results.map(toRow)]
const [head, ...body] = rows.map((row) => `| ${row.join(' | ')} |`)
const table = [head, `|${' --- |'.repeat(6)}`, ...body].join('\n')
console.log(table)
if (wanted.length === 0)
  await writeFile(
    new URL('./RESULTS.md', import.meta.url),
    `# Results

Written by \`npm run bench\`. Rates are medians of rounds in which Latchkey and its floor take turns; quote the ratios, which hold
when a machine is slow, not the rates. Server and load share the machine, each in a process of its own.

Machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${platform()} ${arch()}, Node ${process.version}. Database: SQLite, WAL, \`synchronous=FULL\`.

${table}
`,
  )
