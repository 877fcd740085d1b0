import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const generated = /^(node_modules|dist|\.next|\.vite|next-env\.d\.ts|.*\.tsbuildinfo)$/

/**
 * One hash over the names and contents of every file below these folders, what is generated there left out.
 *
 * @param {string[]} folders
 */
export function hashFolders(folders) {
  const hash = createHash('sha256')
  for (const file of folders.flatMap(filesBelow))
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !generated.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path) : [path]
    })
}
