import { createRequire } from 'node:module'
import { describe, vi } from 'vitest'
import { startAppV4 } from './app-v4.js'
import { nextAuthV4Rules } from './rules/next-auth-v4.js'
import { sessionRules } from './session-rules.js'

// Here both editions are installed; an app of v4 has only that, under this name.
vi.mock('next-auth/jwt', () => createRequire(import.meta.url)('next-auth-v4/jwt'))

describe('NextAuth v4', () => sessionRules(startAppV4, nextAuthV4Rules))
