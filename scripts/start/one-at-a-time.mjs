import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isAlive } from './is-alive.mjs'

/**
 * Runs `work` while holding a lock file, so that two starts of one checkout do not build into the same folders.
 * A lock whose owner is gone is taken over.
 *
 * @param {string} lock path of the lock file
 * @param {() => Promise<void>} work
 */
export async function oneAtATime(lock, work) {
  mkdirSync(dirname(lock), { recursive: true })
  while (!acquire(lock)) await wait(100)
  try {
    await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function acquire(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!ownerIsAlive(lock)) rmSync(lock, { force: true })
    return false
  }
}

function ownerIsAlive(lock) {
  try {
    return isAlive(Number(readFileSync(lock, 'utf8')))
  } catch {
    return false // It was let go meanwhile.
  }
}
