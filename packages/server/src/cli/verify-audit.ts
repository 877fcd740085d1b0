import { auditChain } from '../outbound/audit-chain.js'
import type { AuditBreak, AuditHead, AuditProgress } from '../ports/audit-history.js'
import { UsageError } from './command-error.js'
import { print } from './print.js'
import { refuseOtherSecret } from './refuse-other-secret.js'
import { withStorage } from './with-storage.js'

/** `latchkey audit verify`: whether the history is as it was written. Exit status 1 when it is not. */
export const verifyAudit = async (typed: {
  config?: string
  json?: boolean
  head?: string
}): Promise<void> => {
  const noted = readHead(typed.head)
  await withStorage(typed.config, async ({ storage, openSecrets }) => {
    const secrets = openSecrets()
    await refuseOtherSecret(storage, secrets)
    let last: AuditProgress | undefined
    for await (const progress of storage.openAuditHistory(auditChain(secrets)).verify(noted)) last = progress
    if (last === undefined) throw new Error('a check of the history said nothing')
    const { checked, head, found } = last
    if (found !== undefined) process.exitCode = 1
    print(typed, {
      document: { whole: found === undefined, checked, head, found: found ?? null },
      lines: found === undefined ? sayWhole(last) : [`${sayBreak(found)} ${sayChecked(checked)}`],
    })
  })
}

const sayWhole = ({ checked, head: { position, link } }: AuditProgress): readonly string[] =>
  checked === 0 && position === 0
    ? ['There is no entry yet.']
    : [`The history is whole: ${count(checked)}.`, `Newest: ${position}:${link}`]

const sayChecked = (checked: number): string =>
  checked === 0
    ? 'There is none before it.'
    : `The ${checked === 1 ? 'one' : checked} before it ${checked === 1 ? 'is' : 'are'} as written.`

const count = (entries: number): string => (entries === 1 ? '1 entry' : `${entries} entries`)

const sayBreak = ({ kind, position }: AuditBreak): string => SAID[kind](position)

const SAID: Readonly<Record<AuditBreak['kind'], (position: number) => string>> = {
  changed: (position) => `Tampered with: entry ${position} is not what was written there.`,
  removed: (position) => `Tampered with: entry ${position} was removed.`,
  put_in: (position) => `Tampered with: entry ${position} was put in, or moved there.`,
  cut: (position) =>
    `Tampered with: the history was cut off, entry ${position} and what came after it are gone.`,
  ends: (position) =>
    `Tampered with: what says where the history begins and ends is not what was written, at entry ${position}.`,
}

const readHead = (text: string | undefined): AuditHead | undefined => {
  if (text === undefined) return undefined
  const { position, link } = /^(?<position>\d{1,15}):(?<link>[\w-]{43})$/.exec(text)?.groups ?? {}
  if (position === undefined || link === undefined)
    throw new UsageError(
      `--head is no position and link: ${text}`,
      'Give what `latchkey audit verify` said under Newest, as 4711:pmWk…',
    )
  return { position: Number(position), link }
}
