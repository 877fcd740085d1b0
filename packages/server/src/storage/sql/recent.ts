/**
 * What was just read, for a little while. Bounded, and only good under one epoch of the database: when another
 * process may have written, everything is forgotten.
 */
export class Recent<Key, Value> {
  readonly #entries = new Map<Key, Value>()
  /** Who is asking the database about a key. Forgetting the key takes the mark away, and with it the right to keep the answer. */
  readonly #asking = new Map<Key, object>()
  readonly #epochNow: () => number
  readonly #limit: number
  #epoch: number

  constructor(epochNow: () => number, limit: number) {
    this.#epochNow = epochNow
    this.#epoch = epochNow()
    this.#limit = limit
  }

  /** The value from memory, else from `read`; what `read` finds is kept unless the key was forgotten meanwhile. */
  async recall(key: Key, read: () => Promise<Value | undefined>): Promise<Value | undefined> {
    this.#enterEpoch()
    return this.#entries.get(key) ?? this.#ask(key, read)
  }

  /** Forgets the value and runs `change`, which says what it is now; undefined leaves it forgotten. */
  async renew(key: Key, change: () => Promise<Value | undefined>): Promise<Value | undefined> {
    this.forget(key)
    return this.#ask(key, change)
  }

  forget(key: Key): void {
    this.#asking.delete(key)
    this.#entries.delete(key)
  }

  async #ask(key: Key, question: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const mark = {}
    this.#asking.set(key, mark)
    try {
      const value = await question()
      if (value !== undefined && this.#asking.get(key) === mark) this.#keep(key, value)
      return value
    } finally {
      // Somebody else asked meanwhile, and may have been answered before this change: nobody keeps anything.
      if (this.#asking.get(key) === mark) this.#asking.delete(key)
      else this.forget(key)
    }
  }

  #enterEpoch(): void {
    const epoch = this.#epochNow()
    if (epoch === this.#epoch) return
    this.#epoch = epoch
    this.#asking.clear()
    this.#entries.clear()
  }

  #keep(key: Key, value: Value): void {
    if (this.#entries.size >= this.#limit) {
      const [oldest] = this.#entries.keys()
      if (oldest !== undefined) this.#entries.delete(oldest)
    }
    this.#entries.set(key, value)
  }
}
