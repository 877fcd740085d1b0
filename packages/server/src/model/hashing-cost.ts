/** What one Argon2 hash costs. */
export interface HashingCost {
  readonly memoryKiB: number
  readonly iterations: number
}

/** What OWASP's Password Storage Cheat Sheet gives as the least. */
export const DEFAULT_HASHING_COST: HashingCost = { memoryKiB: 19_456, iterations: 2 }

/** A gibibyte. */
export const MOST_HASHING_MEMORY_KIB = 2 ** 20
/** Memory times iterations: libsodium's dearest, four passes over a gibibyte; some seconds. */
const MOST_HASHING_WORK_KIB = 2 ** 22

/** Whether a sign-in may cost as much, and take as much memory. */
export const isAffordable = ({ memoryKiB, iterations }: HashingCost): boolean =>
  memoryKiB <= MOST_HASHING_MEMORY_KIB && memoryKiB * iterations <= MOST_HASHING_WORK_KIB
