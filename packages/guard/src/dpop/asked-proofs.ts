import type { PresentedRequest } from '../request/presented.js'

/** What became of the proofs of requests that are still under way. */
export interface AskedProofs {
  /**
   * The outcome of the check where this request was asked about the same thing before, otherwise that of checking now. A proof counts once
   * (RFC 9449 §11.1), and one request may pass a guard several times: nested routers, calls of a batch.
   *
   * @param about everything the outcome hangs on, beside the request
   */
  once(
    request: PresentedRequest,
    about: string,
    check: () => undefined | Promise<undefined>,
  ): undefined | Promise<undefined>
}

interface Asked {
  readonly about: string
  readonly outcome: undefined | Promise<undefined>
}

/** A memory that a request takes along when it is over. What a check throws at once is thrown again by the next one. */
export const createAskedProofs = (): AskedProofs => {
  const asked = new WeakMap<object, Asked>()
  return {
    once: (request, about, check) => {
      const { source, method, url } = request
      if (source === undefined) return check()
      // What changes the method or the address of a request on its way makes another one of it.
      const whole = `${method} ${url} ${about}`
      const before = asked.get(source)
      if (before?.about === whole) return before.outcome
      const outcome = check()
      asked.set(source, { about: whole, outcome })
      return outcome
    },
  }
}
