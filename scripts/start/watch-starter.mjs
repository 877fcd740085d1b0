import { execFileSync } from 'node:child_process'
import { isAlive } from './is-alive.mjs'

const POLL_MS = 250

/**
 * Tells when `npm start` is gone. npm passes signals on to its shell, which passes them on to nobody: without this, who ends
 * npm by its number alone leaves everything running that it had started.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {() => void} tell
 */
export function watchStarter(env, tell) {
  if (env.npm_lifecycle_event !== 'start' || process.platform === 'win32') return
  const shell = process.ppid
  const npm = parentOfShell(shell)
  const watch = setInterval(() => {
    if (process.ppid === shell && (npm === undefined || isAlive(npm))) return
    clearInterval(watch)
    tell()
  }, POLL_MS)
  watch.unref()
}

/** @returns the parent of a shell; nothing where npm's shell became this process, and npm is its parent */
function parentOfShell(pid) {
  try {
    const said = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' })
    const [, parent] = /^\s*(\d+)\s+\S*sh -c /.exec(said) ?? []
    return parent && Number(parent)
  } catch {
    return undefined // No `ps` here: then only the shell is watched.
  }
}
