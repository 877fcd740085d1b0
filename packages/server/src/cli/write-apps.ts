import { writeFileSync } from 'node:fs'
import type { FoundApp, Source } from '../import/index.js'
import { CommandError } from './command-error.js'

/** Applications at providers: says which there are, and writes what they are to a file of the owner's alone when asked to. */
export const writeApps = async (
  source: Source,
  { file, dryRun }: { readonly file: string | undefined; readonly dryRun: boolean },
): Promise<void> => {
  const apps = await source.readApps()
  if (apps.length === 0) return
  const names = apps.map(({ provider }) => provider).join(', ')
  if (file === undefined || dryRun) {
    console.error(
      `Applications at providers: ${names}. --write-apps <file> writes their credentials to a file.`,
    )
    return
  }
  try {
    writeFileSync(file, apps.flatMap(toLines).join(''), { mode: 0o600, flag: 'wx' })
  } catch {
    throw new CommandError(
      `${file} cannot be written, or is there already.`,
      'Give another path with --write-apps.',
    )
  }
  console.error(`Wrote the credentials of applications at ${names} to ${file}.`)
}

const toLines = ({ provider, clientId, clientSecret }: FoundApp): readonly string[] => {
  const name = provider.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')
  return [`${name}_CLIENT_ID=${quote(clientId)}`, `${name}_CLIENT_SECRET=${quote(clientSecret)}`].map(
    (line) => `${line}\n`,
  )
}

/** As shells and environment files read it: nothing in it is looked at. */
const quote = (text: string): string =>
  /^[\w.@:/+=-]*$/.test(text) ? text : `'${text.replaceAll(/[\r\n]/g, '').replaceAll("'", `'\\''`)}'`
