import { runProcess } from './run-process.mjs'
import { StartRefused } from './settings.mjs'
import { stopAll } from './stop-all.mjs'

/** npm passes on a signal that the terminal has sent already: what comes this soon after the first is the same request. */
const SAME_REQUEST_MS = 500

/**
 * Knows every process of this start. They live together and end together: `over` aborts when somebody asks for
 * the end, or when a process that should have stayed is gone (its reason then says which, and its last lines).
 */
export function createSupervisor() {
  const processes = []
  const end = new AbortController()
  const hurry = new AbortController()
  let askedAt

  const start = (command) => {
    end.signal.throwIfAborted()
    const started = runProcess(command)
    processes.push(started)
    return started
  }

  return {
    over: end.signal,

    /** Starts a service, which is to run until the end. */
    keep(service) {
      const started = start(service)
      started.ended.then(({ how }) =>
        end.abort(new StartRefused(`${started.name} ${how}. The last it said:\n\n${started.lastLines()}`)),
      )
    },

    /** Runs a command to its end. Throws with its last lines when it fails. */
    async finish(command) {
      const started = start(command)
      const { ok, how } = await started.ended
      end.signal.throwIfAborted()
      if (!ok) throw new StartRefused(`${started.name} ${how}. The last it said:\n\n${started.lastLines()}`)
    },

    /** Says that it is time; {@link stopAll} does it. Who asks again does not want to wait. */
    askToEnd() {
      const now = performance.now()
      askedAt ??= now
      if (now - askedAt > SAME_REQUEST_MS) hurry.abort()
      end.abort(new EndRequested())
    },

    stopAll: () => stopAll(processes, hurry.signal),
  }
}

/** Ctrl-C or its like: the expected end, not a failure. */
export class EndRequested extends Error {}
