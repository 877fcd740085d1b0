import type { ReceivedMessage } from './received-message.js'

/** Which message is meant: one to an address, or whatever the function says. */
export type MessageWanted = { readonly to: string } | ((message: ReceivedMessage) => boolean)

/** The messages that arrived, oldest first, and those who wait for one. */
export interface MessageBox {
  all(): readonly ReceivedMessage[]
  find(id: string): ReceivedMessage | undefined
  latestTo(address: string): ReceivedMessage | undefined
  nextId(): string
  add(message: ReceivedMessage): void
  /** @throws Error when none has come within the time, or `abandon` was called */
  waitFor(wanted: MessageWanted, timeoutMs: number): Promise<ReceivedMessage>
  clear(): void
  /** Tells everyone who waits that nothing will come. */
  abandon(): void
}

interface Waiter {
  readonly matches: (message: ReceivedMessage) => boolean
  readonly resolve: (message: ReceivedMessage) => void
  readonly reject: (error: Error) => void
}

/** @param capacity how many messages are kept; the oldest make room */
export const createMessageBox = (capacity: number): MessageBox => {
  let messages: readonly ReceivedMessage[] = []
  let lastId = 0
  const waiters = new Set<Waiter>()

  return {
    all: () => messages,
    find: (id) => messages.find((message) => message.id === id),
    latestTo: (address) => messages.findLast(isTo(address)),
    nextId: () => String(++lastId),
    add: (message) => {
      messages = [...messages, message].slice(-capacity)
      for (const waiter of waiters) if (waiter.matches(message)) waiter.resolve(message)
    },
    waitFor: (wanted, timeoutMs) => {
      const matches = typeof wanted === 'function' ? wanted : isTo(wanted.to)
      const here = messages.findLast(matches)
      if (here !== undefined) return Promise.resolve(here)
      return new Promise((resolve, reject) => {
        const settled = () => {
          clearTimeout(timer)
          waiters.delete(waiter)
        }
        const waiter: Waiter = {
          matches,
          resolve: (message) => {
            settled()
            resolve(message)
          },
          reject: (error) => {
            settled()
            reject(error)
          },
        }
        waiters.add(waiter)
        const timer = setTimeout(() => waiter.reject(tooLate(wanted, timeoutMs, messages)), timeoutMs)
      })
    },
    clear: () => {
      messages = []
    },
    abandon: () => {
      for (const waiter of waiters) waiter.reject(new Error('The mailbox was closed.'))
    },
  }
}

const isTo = (address: string) => {
  const wanted = address.toLowerCase()
  return (message: ReceivedMessage): boolean => message.to.some((to) => to.toLowerCase() === wanted)
}

const tooLate = (wanted: MessageWanted, timeoutMs: number, messages: readonly ReceivedMessage[]): Error => {
  const which = typeof wanted === 'function' ? 'No message that was waited for' : `No message to ${wanted.to}`
  const there = messages.map(({ to, subject }) => `${to.join(', ')}: ${subject}`)
  return new Error(
    `${which} came within ${timeoutMs} ms. There ${there.length === 0 ? 'is none' : `are\n${there.join('\n')}`}`,
  )
}
