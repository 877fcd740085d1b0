import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Holds for every file of tests. */
const shared = defineConfig({
  resolve: {
    // Tests meet the sources, so that a failing line is the line you edit.
    alias: [
      {
        find: /^@latchkey\/guard\/(hono|express|fastify|node|next|nest|koa|ws|trpc)$/,
        replacement: source('./packages/guard/src/adapters/$1.ts'),
      },
      {
        find: /^@latchkey\/guard\/explain$/,
        replacement: source('./packages/guard/src/explain/index.ts'),
      },
      {
        find: /^@latchkey\/client\/next-auth$/,
        replacement: source('./packages/client/src/next-auth/index.ts'),
      },
      {
        find: /^@latchkey\/client\/(api|react|vue)$/,
        replacement: source('./packages/client/src/$1/index.ts'),
      },
      {
        find: /^@latchkey\/client$/,
        replacement: source('./packages/client/src/index.ts'),
      },
      {
        find: /^@latchkey\/(contract|guard|server|testkit)$/,
        replacement: source('./packages/$1/src/index.ts'),
      },
    ],
  },
  // As Nest has them, where a test is a Nest application.
  oxc: { decorator: { legacy: true } },
  test: {
    // Bounds, not measures: a machine that does other things as well must not fail a test.
    testTimeout: 40_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    maxWorkers: 2,
    setupFiles: ['packages/testkit/test/use-ready-keys.ts'],
  },
})

const filesOf = (name: string, options: { readonly include: string[]; readonly isolate?: boolean }) =>
  mergeConfig(shared, { test: { name, ...options } })

export default defineConfig({
  test: {
    maxWorkers: 2,
    // Once for a run, whatever it runs.
    globalSetup: [
      'packages/server/test/fixtures/postgres-server.ts',
      'packages/testkit/test/make-ready-keys.ts',
    ],
    projects: [
      // These leave a process as they found it and share one: loading our modules for each takes longer than many of their tests.
      filesOf('units', { include: ['packages/*/src/**/*.test.ts'], isolate: false }),
      filesOf('attacks', { include: ['attacks/**/*.test.ts'], isolate: false }),
      filesOf('server', {
        include: ['packages/server/test/**/*.test.ts'],
        isolate: false,
      }),
      filesOf('whole', {
        include: [
          'packages/{admin,client,contract,guard,testkit}/test/**/*.test.ts',
          'examples/*/src/**/*.test.ts',
          'conformance/**/*.test.ts',
          'e2e/**/*.test.ts',
          'scripts/**/*.test.ts',
        ],
      }),
    ],
  },
})
