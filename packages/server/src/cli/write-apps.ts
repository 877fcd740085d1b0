import { closeSync, writeSync } from 'node:fs'
import type { FoundApp, Source } from '../import/index.js'
import { type NewFile, openNewFile } from './new-file.js'

/** Applications at providers: says which there are, and writes what they are to a file of the owner's alone when asked to. */
export const writeApps = async (
  source: Source,
  { file, dryRun }: { readonly file: NewFile | undefined; readonly dryRun: boolean },
): Promise<void> => {
  const apps = await source.readApps()
  if (apps.length === 0) {
    if (file !== undefined)
      console.error(`There are no applications at providers: ${file.path} was not written.`)
    return
  }
  const names = apps.map(({ provider }) => provider).join(', ')
  if (file === undefined) {
    console.error(
      `Applications at providers: ${names}. --write-apps <file> writes their credentials to a file.`,
    )
  } else if (dryRun) {
    console.error(`Applications at providers: ${names}. In a dry run ${file.path} is not written.`)
  } else {
    const opened = openNewFile(file)
    writeSync(opened, apps.flatMap(toLines).join(''))
    closeSync(opened)
    console.error(`Wrote the credentials of applications at ${names} to ${file.path}.`)
  }
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
