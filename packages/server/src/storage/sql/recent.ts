/**
 * What was just read, for a little while. Bounded, and only good under one epoch of the database: when another
 * process may have written, everything is forgotten.
 */
export class Recent<Key, Value> {
  readonly #entries = new Map<Key, Value>()
  readonly #epochNow: () => number
  readonly #limit: number
  #epoch: number
  /** Counts what was forgotten, so that a read that began before cannot put back what it read. */
  #forgotten = 0

  constructor(epochNow: () => number, limit: number) {
    this.#epochNow = epochNow
    this.#epoch = epochNow()
    this.#limit = limit
  }

  /** The value from memory, else from `read`; what `read` finds is kept unless something was forgotten meanwhile. */
  async recall(key: Key, read: () => Promise<Value | undefined>): Promise<Value | undefined> {
    this.#enterEpoch()
    const known = this.#entries.get(key)
    if (known !== undefined) return known
    const forgottenBefore = this.#forgotten
    const value = await read()
    if (value !== undefined && forgottenBefore === this.#forgotten) this.#keep(key, value)
    return value
  }

  forget(key: Key): void {
    this.#forgotten += 1
    this.#entries.delete(key)
  }

  forgetAll(): void {
    this.#forgotten += 1
    this.#entries.clear()
  }

  #enterEpoch(): void {
    const epoch = this.#epochNow()
    if (epoch === this.#epoch) return
    this.#epoch = epoch
    this.forgetAll()
  }

  #keep(key: Key, value: Value): void {
    if (this.#entries.size >= this.#limit) {
      const [oldest] = this.#entries.keys()
      if (oldest !== undefined) this.#entries.delete(oldest)
    }
    this.#entries.set(key, value)
  }
}
