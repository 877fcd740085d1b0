import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const require = createRequire(import.meta.url)
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc')
const serverPackage = fileURLToPath(new URL('../../', import.meta.url))

/** Lines of a configuration that are mistakes; every other line is none. */
const CONFIGURATION = `import { createLatchkey, defineConfig, deny, google, type PermissionOf, pwnedPasswords, type RoleOf } from '@latchkey/server'
import { z } from 'zod'

const topology = { kind: 'same-origin', app: 'https://app.example.com' } as const

export default defineConfig({
  issuer: 'https://auth.example.com',
  providers: [google({ clientIds: ['a'] })],
  clients: [{ id: 'web', type: 'confidential', secret: process.env['WEB_SECRET'] }],
  browser: { topology, pages: { signIn: '/' } },
  passwords: { minLength: 10, breachList: pwnedPasswords() },
  profile: z.object({ company: z.string() }),
}).profile satisfies z.ZodObject<{ company: z.ZodString }>

defineConfig({ issuer: process.env['ISSUER'] }).profile satisfies undefined
defineConfig({})
await createLatchkey(defineConfig({ service: 'Example' }))
defineConfig({
  hooks: {
    timeout: 2_000,
    beforeSignUp: async ({ email, profile, caller }) =>
      email.endsWith('@acme.com') || caller.client === 'web' || 'invited' in profile ? undefined : deny('Only for Acme.'),
    afterSignUp: async ({ user, signal }) => { await fetch('https://crm.example/' + user.id, { signal }) },
    beforeSignIn: async ({ user, proof }) => {
      if (!user.emailVerified) return deny('Confirm your address first.')
      return proof.kind === 'provider' && proof.provider === 'okta' ? { roles: rolesFrom(proof.claims.groups) } : undefined
    },
    afterSignIn: ({ session }) => { console.log(session.id) },
    beforeTokenIssue: async ({ user, session, client, audience, scopes }) =>
      scopes.includes('plan') ? { claims: { plan: 'pro', tenant: user.profile.tenant, via: [client, audience, session.amr] } } : {},
  },
})
const rolesFrom = (groups: unknown) => (Array.isArray(groups) && groups.includes('admins') ? ['admin'] : [])
defineConfig({ hooks: { beforeSignIn: async ({ user }) => { if (user.name === null) return deny('Who are you?') } } })

const articles = defineConfig({
  permissions: ['articles.read', 'articles.write'],
  roles: { editor: ['articles.read', 'articles.write'], desk: ['articles.read', 'latchkey:users.read'] },
})
const permissions: Record<PermissionOf<typeof articles>, true> = { 'articles.read': true, 'articles.write': true }
const roles: Record<RoleOf<typeof articles>, true> =
  { editor: true, desk: true, 'latchkey.operator': true, 'latchkey.support': true }
const { guard } = await createLatchkey(articles)
await guard.verify('', { permissions: ['articles.write'], roles: ['editor'] })
const { guard: untold } = await createLatchkey({ permissions: ['a', 'b'].concat('c') })
await untold.verify('', { permissions: ['whatever'] })

defineConfig({ brwoser: {}, issuer: 'https://auth.example.com' }) // a mistake
defineConfig({ profile: z.object({}), isuer: 'https://auth.example.com' }) // a mistake
defineConfig({ browser: { topology, pgaes: {} } }) // a mistake
defineConfig({ browser: { topology: { kind: 'same-origin', app: '', otherApps: [] } } }) // a mistake
defineConfig({ clients: [{ id: 'app', type: 'public', passwordSignIn: true }] }) // a mistake
defineConfig({ lifetimes: { accessToken: '10m' } }) // a mistake
defineConfig({ profile: { company: 'text' } }) // a mistake
defineConfig({ permissions: ['articles.write'], roles: { editor: ['articles.wrte'] } }) // a mistake
defineConfig({ permissions: ['articles.write'], roles: { editor: ['latchkey:users.raed'] } }) // a mistake
defineConfig({ roles: { editor: ['articles.write'] } }) // a mistake
defineConfig({ permissions: ['articles.write'], roles: { editor: 'articles.write' } }) // a mistake
const misspelt: PermissionOf<typeof articles> = 'articles.wrte' // a mistake
const nobody: RoleOf<typeof articles> = 'edtior' // a mistake
await guard.verify('', { permissions: ['articles.wrte'] }) // a mistake
defineConfig({ hooks: { beforeSignin: () => undefined } }) // a mistake
defineConfig({ hooks: { beforeSignUp: () => false } }) // a mistake
defineConfig({ hooks: { beforeSignIn: async () => ({ role: ['admin'] }) } }) // a mistake
defineConfig({ hooks: { beforeSignIn: ({ user }) => { user.name = 'Ada' } } }) // a mistake
`

describe('defineConfig', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-options-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('compiles what is right, keeps the type of the profile, and refuses every option there is not', async () => {
    // What is published counts: the emitted declarations.
    await promisify(execFile)(process.execPath, [tsc, '-b', serverPackage])
    await writeFile(join(folder, 'latchkey.config.mts'), CONFIGURATION)
    const tsconfig = {
      compilerOptions: {
        module: 'nodenext',
        target: 'es2023',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: ['node'],
        typeRoots: [join(dirname(require.resolve('@types/node/package.json')), '..')],
        paths: {
          '@latchkey/server': [join(serverPackage, 'dist/index.d.ts')],
          zod: [join(dirname(require.resolve('zod/package.json')), 'index.d.ts')],
        },
      },
      files: ['latchkey.config.mts'],
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
    const output = await promisify(execFile)(process.execPath, [tsc, '-p', folder], { cwd: folder }).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    )
    const refused = [...output.matchAll(/^latchkey\.config\.mts\((\d+),\d+\): error/gm)].map(([, line]) =>
      Number(line),
    )
    const mistakes = CONFIGURATION.split('\n').flatMap((line, index) =>
      line.endsWith('// a mistake') ? [index + 1] : [],
    )
    expect(mistakes).toHaveLength(18)
    expect(refused, output).toEqual(mistakes)
    expect(output).toContain("Did you mean to write 'browser'?")
  }, 120_000)
})
