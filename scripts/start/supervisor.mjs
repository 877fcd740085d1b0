import { runProcess } from './run-process.mjs'
import { StartRefused } from './settings.mjs'
import { stopAll } from './stop-all.mjs'

/**
 * Knows every process of this start. They live together and end together: `over` aborts when somebody asks for
 * the end, or when a process that should have stayed is gone (its reason then says which, and its last lines).
 */
export function createSupervisor() {
  const processes = []
  const end = new AbortController()

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

    /** Says that it is time; {@link stopAll} does it. */
    askToEnd: () => end.abort(new EndRequested()),

    stopAll: () => stopAll(processes),
  }
}

/** Ctrl-C or its like: the expected end, not a failure. */
export class EndRequested extends Error {}
