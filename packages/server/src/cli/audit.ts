import { once } from 'node:events'
import { type AdminAuditEntry, auditQuery, exportAuditRequest } from '@latchkey/contract'
import { escapeControls } from '../explain/escape-controls.js'
import { exportHistory } from '../flows/admin/export-history.js'
import { listHistory } from '../flows/admin/list-history.js'
import { auditChain } from '../outbound/audit-chain.js'
import { UsageError } from './command-error.js'
import { operatingCommand } from './operating-command.js'
import { print } from './print.js'
import { refuseOtherSecret } from './refuse-other-secret.js'
import { type CommandDeps, withStorage } from './with-storage.js'

interface Typed {
  readonly config?: string
  readonly json?: boolean
  readonly from?: string
  readonly before?: string
}

/** `latchkey audit list`: entries, the newest first. */
export const listAudit = (typed: Typed & Readonly<Record<string, unknown>>): Promise<void> => {
  const { config: _config, json: _json, ...wish } = typed
  const { user, actor, action, network, outcome, from, before, cursor, limit = 25 } = read(auditQuery, wish)
  return withHistory(typed, async (deps) => {
    const page = await listHistory(deps, {
      ...{ user, actor, action, network, outcome, cursor, limit, follow: undefined },
      from: from === undefined ? undefined : Date.parse(from),
      before: before === undefined ? undefined : Date.parse(before),
    })
    const lines = page.items.map(describe)
    const more = page.next === null ? [] : [`There is more: --cursor ${page.next}`]
    print(typed, {
      document: page,
      lines: lines.length === 0 && more.length === 0 ? ['No entry fits.'] : [...lines, ...more],
    })
  })
}

/** `latchkey audit export`: all of them, the oldest first. That it was taken out is an entry, too. */
export const exportAudit = (typed: Typed & { readonly reason?: string }): Promise<void> => {
  const { from, before, reason } = typed
  const wish = read(exportAuditRequest.partial(), { from, before, reason })
  return withHistory(typed, async (deps) => {
    let written = 0
    const separator = typed.json === true ? ',\n' : '\n'
    if (typed.json === true) await write('[')
    for await (const page of await exportHistory(deps, operatingCommand(), wish))
      for (const entry of page) {
        await write(`${written === 0 ? '' : separator}${escapeControls(JSON.stringify(entry))}`)
        written += 1
      }
    await write(typed.json === true ? ']\n' : '\n')
  })
}

/** Waits for whoever reads: of however many entries, few are in memory. */
const write = async (text: string): Promise<void> => {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

const withHistory = (
  { config }: Typed,
  work: (
    deps: Pick<CommandDeps, 'storage' | 'clock'> &
      Parameters<typeof exportHistory>[0] &
      Parameters<typeof listHistory>[0],
  ) => Promise<void>,
): Promise<void> =>
  withStorage(config, async ({ storage, settings, openSecrets, clock }) => {
    const secrets = openSecrets()
    await refuseOtherSecret(storage, secrets)
    const auditHistory = storage.openAuditHistory(auditChain(secrets))
    await work({ storage, clock, roles: settings.roles, userDirectory: storage.userDirectory, auditHistory })
  })

interface Reader<Output> {
  safeParse(
    value: unknown,
  ): { success: true; data: Output } | { success: false; error: { issues: { path: PropertyKey[] }[] } }
}

const read = <Output>(schema: Reader<Output>, typed: unknown): Output => {
  const result = schema.safeParse(typed)
  if (result.success) return result.data
  const name = String(result.error.issues[0]?.path[0] ?? 'what was typed')
  throw new UsageError(
    `--${name} cannot be read.`,
    name === 'from' || name === 'before'
      ? 'Give a time like 2026-11-21T12:00:00Z.'
      : '--help says what it takes.',
  )
}

const describe = (entry: AdminAuditEntry): string =>
  [
    String(entry.position),
    entry.occurredAt,
    entry.action,
    `by ${[entry.actor.kind, entry.actor.id].filter((part) => part !== null).join(' ')}`,
    ...(entry.user === null ? [] : [`user ${entry.user}`]),
    ...(entry.target === null ? [] : [entry.target]),
    ...(entry.refusal === null ? [] : [`refused: ${entry.refusal}`]),
    ...(entry.network === null ? [] : [`from ${entry.network}`]),
    ...(entry.detail === null ? [] : [JSON.stringify(entry.detail)]),
  ].join('  ')
