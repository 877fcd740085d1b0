/** What never changes once it is known, for as many as there is room for: who was kept first goes first. */
export class Bounded<Key, Value> {
  readonly #entries = new Map<Key, Value>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  find(key: Key): Value | undefined {
    return this.#entries.get(key)
  }

  keep(key: Key, value: Value): void {
    if (this.#entries.size >= this.#limit) {
      const [oldest] = this.#entries.keys()
      if (oldest !== undefined) this.#entries.delete(oldest)
    }
    this.#entries.set(key, value)
  }
}
