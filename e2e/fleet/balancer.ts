import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** One address before several servers, as a deployment has: each connection goes to the next one that is there. */
export interface Balancer extends AsyncDisposable {
  readonly url: string
  /** Whom it sends connections to. */
  targets: readonly string[]
  /** How many connections are open to each of them. */
  load(): ReadonlyMap<string, number>
  /** Breaks every connection there is. */
  cut(): void
  /** From now on keeps what servers say to itself, and tells it when it is let go. @returns lets it go */
  hold(): () => void
}

export const startBalancer = async (): Promise<Balancer> => {
  const open = new Map<Socket, string>()
  const held = new Set<() => void>()
  let targets: readonly string[] = []
  let turn = 0
  let holding = false

  const join = (client: Socket, server: Socket): void => {
    client.pipe(server)
    server.on('data', (chunk: Buffer) => {
      if (holding) held.add(() => client.write(chunk))
      else client.write(chunk)
    })
    client.on('close', () => server.destroy())
    server.on('close', () => {
      open.delete(server)
      client.destroy()
    })
  }

  const send = (client: Socket, triesLeft: number): void => {
    const target = targets[turn % targets.length]
    turn += 1
    if (target === undefined || triesLeft === 0) return void client.destroy()
    const { hostname, port } = new URL(target)
    const server = connect(Number(port), hostname)
    const next = (): void => send(client, triesLeft - 1)
    server.once('error', next)
    server.once('connect', () => {
      server.off('error', next)
      server.on('error', () => server.destroy())
      open.set(server, target)
      join(client, server)
    })
  }

  const listener = createServer((client) => {
    client.on('error', () => client.destroy())
    send(client, targets.length)
  })
  listener.listen(0, 'localhost')
  await once(listener, 'listening')
  const cut = (): void => {
    for (const server of open.keys()) server.destroy()
  }
  return {
    url: `http://localhost:${(listener.address() as AddressInfo).port}`,
    get targets() {
      return targets
    },
    set targets(given) {
      targets = given
    },
    load: () => {
      const counts = new Map(targets.map((target) => [target, 0]))
      for (const target of open.values()) counts.set(target, (counts.get(target) ?? 0) + 1)
      return counts
    },
    cut,
    hold: () => {
      holding = true
      return () => {
        holding = false
        for (const say of held) say()
        held.clear()
      }
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(listener, 'close')
      listener.close()
      cut()
      await closed
    },
  }
}
