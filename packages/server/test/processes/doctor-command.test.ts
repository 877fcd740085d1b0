import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeSelfSignedCertificate } from '../../../../e2e/self-signed-certificate.js'
import { type CommandFolder, makeCommandFolder } from '../fixtures/command.js'
import { type Deployed, startDeployed } from '../fixtures/deployed.js'

const SECRET = '8f3a1c5e7b9d2046a8c1e3f507192b4d6e8fa0b2c4d6e8f1'

const folderOf = async (deployed: Deployed): Promise<CommandFolder> => {
  const folder = await makeCommandFolder()
  await folder.write('latchkey.config.mjs', `export default ${JSON.stringify(deployed.options)}`)
  return folder
}

describe('latchkey doctor', { timeout: 120_000 }, () => {
  test('finds nothing wrong with a stack in which nothing is, over TLS too', async () => {
    const tls = makeSelfSignedCertificate({ until: Date.now() + 60 * 24 * 60 * 60_000 })
    for (const given of [{}, { tls }]) {
      await using deployed = await startDeployed({ ...given, options: () => ({ secrets: [SECRET] }) })
      await using folder = await folderOf(deployed)
      await folder.write('ca.pem', tls.cert)
      const environment = { NODE_EXTRA_CA_CERTS: join(folder.path, 'ca.pem') }
      const { code, stdout, stderr } = await folder.run(['doctor', '--url', deployed.issuer], environment)
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(/\nAll is well\.\n$/)
      for (const check of [
        'configuration',
        'database',
        'secrets',
        'mail',
        'cookies',
        'CORS',
        'CSRF',
        'issuer',
        'keys',
      ])
        expect(stdout).toMatch(new RegExp(`^✓ ${check} `, 'm'))
      expect(stdout).not.toContain(SECRET)
      expect(deployed.mailbox.messages).toEqual([])
    }
  })

  test('tells everything that is wrong at once, each with its fix, and ends with 1', async () => {
    await using deployed = await startDeployed()
    deployed.tampering = {
      request: (headers) => {
        delete headers.authorization
      },
      response: (headers) => {
        delete headers['set-cookie']
      },
    }
    await using folder = await folderOf(deployed)
    const { code, stdout } = await folder.run(['doctor', '--url', `${deployed.issuer}/`, '--json'])
    const told = JSON.parse(stdout)
    expect(code).toBe(1)
    const errors = told.findings.filter(({ severity }: { severity: string }) => severity === 'error')
    expect(errors.map(({ check }: { check: string }) => check)).toEqual(['proxy', 'cookies', 'CSRF'])
    expect(told.errors).toBe(3)
    for (const { fix } of errors) expect(fix).toEqual(expect.any(String))
  })

  test('tells every mistake of a configuration, and still looks at the database', async () => {
    await using folder = await makeCommandFolder({ LATCHKEY_DATABASE: 'sqlite:none.db' })
    await folder.write(
      'latchkey.config.mjs',
      "export default { issuer: 'http://auth.example.com/', secrets: ['short-and-secret'], browser: { topology: { kind: 'sub-domain', app: 'https://app.example.net' } } }",
    )
    const { code, stdout, stderr } = await folder.run(['doctor'])
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout.match(/^✗ configuration/gm)?.length).toBeGreaterThanOrEqual(3)
    expect(stdout).toMatch(/^! database .*there is no .*none\.db yet/m)
    expect(stdout).toMatch(/Only the configuration was looked at/)
    expect(stdout).not.toContain('short-and-secret')
    // Looking makes nothing.
    expect(existsSync(join(folder.path, 'none.db'))).toBe(false)
  })

  test('without anything to look at says what to name', async () => {
    await using folder = await makeCommandFolder()
    expect(await folder.run(['doctor'])).toMatchObject({ code: 2, stderr: /There is nothing to look at/ })
    expect(await folder.run(['doctor', '--url', 'auth.example.com'])).toMatchObject({
      code: 2,
      stderr: /--url names no web address/,
    })
    const withPassword = await folder.run(['doctor', '--url', 'https://ada:hunter2@auth.example.com'])
    expect([withPassword.code, withPassword.stderr.includes('hunter2')]).toEqual([2, false])
  })

  test('is not held up by a server that never answers, and escapes what a hostile one says', async () => {
    const silent = createServer(() => {}).listen(0, 'localhost')
    await once(silent, 'listening')
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await using folder = await makeCommandFolder()
    expect(await folder.run(['doctor', '--url', `http://localhost:${port}`])).toMatchObject({
      code: 1,
      stdout: /does not answer within 5 seconds/,
    })
    silent.close()

    await using deployed = await startDeployed()
    deployed.tampering = {
      body: (body) => body.replace(/"issuer":"[^"]*"/, '"issuer":"\\u001b]0;owned\\u0007\\u202e"'),
    }
    const hostile = await folder.run(['doctor', '--url', deployed.issuer])
    expect(hostile).toMatchObject({ code: 1, stdout: /✗ issuer .*owned/ })
    expect(hostile.stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
  })
})
