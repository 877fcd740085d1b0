import { type ChildProcess, execFileSync } from 'node:child_process'

interface Listed {
  pid: number
  parent: number
  group: number
  command: string
}

/** Every process of this machine that is not just a remnant (a zombie). */
function listProcesses(): Listed[] {
  return execFileSync('ps', ['-eo', 'pid=,ppid=,pgid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, group, state, command] =
        /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
      if (command === undefined || state?.startsWith('Z')) return []
      return [{ pid: Number(pid), parent: Number(parent), group: Number(group), command }]
    })
}

/** The process started directly by `parent` whose command line holds `text`. */
export function childPid(parent: ChildProcess, text: string): number {
  const child = listProcesses().find((each) => each.parent === parent.pid && each.command.includes(text))
  if (!child) throw new Error(`no child of ${parent.pid} is ${text}`)
  return child.pid
}

/** Everything started by `root`, at any distance; members of process groups its children lead included. */
export function descendants(root: number): number[] {
  const processes = listProcesses()
  const found = new Set<number>([root])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const { pid, parent, group } of processes) if (found.has(parent) || found.has(group)) found.add(pid)
  }
  found.delete(root)
  return [...found]
}

export const areAlive = (pids: readonly number[]): number[] => {
  const alive = new Set(listProcesses().map(({ pid }) => pid))
  return pids.filter((pid) => alive.has(pid))
}
