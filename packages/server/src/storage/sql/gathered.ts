interface Asked<Request, Answer> {
  readonly request: Request
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Requests that are answered together: those that arrive while others are being answered wait for the next round. However many
 * there are, they take one connection of the database.
 */
export class Gathered<Request, Answer> {
  readonly #answer: (requests: readonly Request[]) => Promise<readonly Answer[]>
  readonly #limit: number
  #waiting: Asked<Request, Answer>[] = []
  #busy = false

  /**
   * @param answer gives one answer for each request, in their order; when it fails all of them fail
   * @param limit how many requests a round takes at most
   */
  constructor(answer: (requests: readonly Request[]) => Promise<readonly Answer[]>, limit: number) {
    this.#answer = answer
    this.#limit = limit
  }

  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject })
      if (!this.#busy) void this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#busy = true
    while (this.#waiting.length > 0) {
      // Lets every request that has already arrived join this round.
      await new Promise(setImmediate)
      await this.#round(this.#waiting.splice(0, this.#limit))
    }
    this.#busy = false
  }

  async #round(asked: readonly Asked<Request, Answer>[]): Promise<void> {
    try {
      const answers = await this.#answer(asked.map(({ request }) => request))
      for (const [index, answer] of answers.entries()) asked[index]?.resolve(answer)
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }
}
