import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type { Settings } from './spa/settings.js'

/** The app as a browser loads it. */
export interface BuiltSpa {
  readonly page: string
  readonly script: string
}

const folder = fileURLToPath(new URL('./spa/', import.meta.url))

/** Bundles the app, and puts its settings into its page. */
export const buildSpa = async (settings: Settings): Promise<BuiltSpa> => {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry: `${folder}main.ts`, formats: ['es'] } },
  })
  const results = Array.isArray(output) ? output : [output]
  const files = results.flatMap((result) => ('output' in result ? result.output : []))
  const script = files.find((file) => file.type === 'chunk')
  if (script?.type !== 'chunk') throw new Error('there is no script')
  const page = await readFile(`${folder}index.html`, 'utf8')
  // A `<` would end the element that the JSON stands in.
  const json = JSON.stringify(settings).replaceAll('<', '\\u003c')
  return { page: page.replace('{}', () => json), script: script.code }
}
