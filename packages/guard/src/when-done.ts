/**
 * Goes on with what is there at once, or comes later. A token whose key is at hand is verified without a promise between: each one would be
 * a turn of the event loop's queue on the way of every request.
 */
export const whenDone = <T, R>(value: T | Promise<T>, next: (value: T) => R): R | Promise<Awaited<R>> =>
  value instanceof Promise ? (value.then(next) as Promise<Awaited<R>>) : next(value)
