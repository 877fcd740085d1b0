import { createRequire } from 'node:module'
import { describe, vi } from 'vitest'
import { startAppV4OnAppRouter } from './app-v4-app-router.js'
import { knownBrowserRules } from './rules/known-browser.js'
import { createWorld } from './world.js'

// Here both editions are installed; an app of v4 has only that, under this name.
vi.mock('next-auth/jwt', () => createRequire(import.meta.url)('next-auth-v4/jwt'))

describe('NextAuth v4 in the App Router', () => knownBrowserRules(createWorld(startAppV4OnAppRouter)))
