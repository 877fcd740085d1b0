import type { Millis } from '../model/time.js'
import type { HookFunctions, HookName, HookOutcome, Hooks, ToldToHooks } from '../ports/hooks.js'
import type { Log } from '../ports/log.js'
import {
  readPlainReply,
  readReplyWithoutProvider,
  readSignInReply,
  readTokenReply,
} from './read-hook-reply.js'
import { withinTime } from './within-time.js'

/** Hooks that are running when the server closes are waited for. */
export interface ProjectHooks extends Hooks {
  settle(): Promise<void>
}

/** The functions of a project behind a wall: what they throw, and that they hang, is logged with the name of the hook and goes no further. */
export const projectHooks = (
  { functions, timeLimit }: { readonly functions: HookFunctions<AbortSignal>; readonly timeLimit: Millis },
  log: Log,
): ProjectHooks => {
  const running = new Set<Promise<unknown>>()

  const ask = async <Name extends HookName, Reply>(
    hook: Name,
    about: ToldToHooks[Name],
    read: (answer: unknown) => HookOutcome<Reply>,
  ): Promise<HookOutcome<Reply>> => {
    // Which of them it is was forgotten on the way to `hook`; what it is told was not.
    const call = functions[hook] as ((about: object) => unknown) | undefined
    if (call === undefined) return read(undefined)
    try {
      const told = frozenCopy(about)
      return read(await withinTime(timeLimit, async (signal) => call({ ...told, signal })))
    } catch (error) {
      log.error('hook failed', { hook }, error)
      return { outcome: 'failed' }
    }
  }

  const begin = <Name extends 'afterSignUp' | 'afterSignIn'>(hook: Name, about: ToldToHooks[Name]): void => {
    if (functions[hook] === undefined) return
    const call = ask(hook, about, () => ({ outcome: 'allowed', reply: undefined })).finally(() =>
      running.delete(call),
    )
    running.add(call)
  }

  return {
    has: {
      beforeSignUp: functions.beforeSignUp !== undefined,
      afterSignUp: functions.afterSignUp !== undefined,
      beforeSignIn: functions.beforeSignIn !== undefined,
      afterSignIn: functions.afterSignIn !== undefined,
      beforeTokenIssue: functions.beforeTokenIssue !== undefined,
    },
    beforeSignUp: (about) => ask('beforeSignUp', about, readPlainReply),
    beforeSignIn: (about) =>
      ask(
        'beforeSignIn',
        about,
        about.proof.kind === 'provider' ? readSignInReply : readReplyWithoutProvider,
      ),
    beforeTokenIssue: (about) => ask('beforeTokenIssue', about, readTokenReply),
    afterSignUp: (about) => begin('afterSignUp', about),
    afterSignIn: (about) => begin('afterSignIn', about),
    settle: async () => {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}

/** Users come from a memory that others read as well: a hook that writes must not write there. */
const frozenCopy = <Told extends object>(told: Told): Told => freeze(structuredClone(told))

const freeze = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) freeze(member)
    Object.freeze(value)
  }
  return value
}
