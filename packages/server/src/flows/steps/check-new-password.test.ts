import { AuthError } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { DEFAULT_PASSWORD_RULES } from '../../model/password-rules.js'
import type { BreachList } from '../../ports/breach-list.js'
import type { Log, LogFields } from '../../ports/log.js'
import { type CheckNewPasswordDeps, checkNewPassword, type NewPassword } from './check-new-password.js'

const GOOD = 'a walrus in the bathtub'

interface Line {
  readonly level: string
  readonly event: string
  readonly fields: LogFields | undefined
}
const memoryLog = (lines: Line[]): Log => {
  const at = (level: string) => (event: string, fields?: LogFields) => {
    lines.push({ level, event, fields })
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

const listOf = (...passwords: readonly string[]): BreachList => ({
  has: async (password) => passwords.includes(password),
})

const check = (
  password: string,
  deps: Partial<CheckNewPasswordDeps> = {},
  request: Partial<NewPassword> = {},
): Promise<void> =>
  checkNewPassword(
    {
      passwordRules: DEFAULT_PASSWORD_RULES,
      commonPasswords: { has: (common) => common.toLowerCase() === 'trustno1' },
      log: memoryLog([]),
      ...deps,
    },
    { password, personal: ['ada.lovelace@example.com', 'Latchkey'], ...request },
  )

const refusalOf = async (attempt: Promise<unknown>): Promise<Partial<AuthError>> => {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AuthError)) throw new Error(`no refusal: ${String(error)}`)
  const { code, parameter, issues } = error
  return { code, parameter, issues }
}

describe('checkNewPassword', () => {
  test('a password that nobody would try may be chosen', async () => {
    await expect(check(GOOD)).resolves.toBeUndefined()
    await expect(check('ｗａｌｒｕｓ in the bathtub')).resolves.toBeUndefined()
    await expect(check(GOOD, { breachList: listOf('another one') })).resolves.toBeUndefined()
  })

  test('no kind of character is asked for', async () => {
    for (const password of ['walrusbathtub', '92738461', 'ÄÖÜßäöü€', '   ~~~ _ ', '🐋🛁🌊🧼🪣🦭🐧🧊']) {
      await expect(check(password)).resolves.toBeUndefined()
    }
  })

  test('lengths are counted in characters, after normalising, and the refusal says the limit', async () => {
    expect(await refusalOf(check('walrus!'))).toEqual({
      code: 'password_too_short',
      parameter: 'password',
      issues: [{ parameter: 'password', message: 'Use at least 8 characters.' }],
    })
    expect(await refusalOf(check('🐋🛁🌊🧼🪣🦭🐧'))).toMatchObject({ code: 'password_too_short' })
    expect(await refusalOf(check('wa\u0308lru\u0308s'))).toMatchObject({ code: 'password_too_short' })
    const long = 'walrus, '.repeat(32)
    await expect(check(long)).resolves.toBeUndefined()
    expect(await refusalOf(check(`${long}!`))).toEqual({
      code: 'password_too_long',
      parameter: 'password',
      issues: [{ parameter: 'password', message: 'Use at most 256 characters.' }],
    })
  })

  test('the limits are the project’s', async () => {
    const passwordRules = { minLength: 12, maxLength: 20 }
    expect(await refusalOf(check('walrus tub!', { passwordRules }))).toMatchObject({
      code: 'password_too_short',
    })
    await expect(check('walrus tub!!', { passwordRules })).resolves.toBeUndefined()
    expect(await refusalOf(check(GOOD, { passwordRules }))).toMatchObject({ code: 'password_too_long' })
  })

  test.each([
    ['a password from the list', 'TrustNo1', 'password_too_common'],
    ['a password from the list in full-width letters', 'ｔｒｕｓｔｎｏ１', 'password_too_common'],
    ['a sequence', 'abcdefgh', 'password_too_common'],
    ['the address', 'Ada.Lovelace@example.com', 'password_personal'],
    ['the name of the service', 'latchkey2024!', 'password_personal'],
    ['a password from a breach', GOOD, 'password_breached'],
  ])('%s is refused', async (_, password, code) => {
    const refusal = await refusalOf(
      check(password, { breachList: listOf(GOOD) }, { parameter: 'newPassword' }),
    )
    expect(refusal).toEqual({ code, parameter: 'newPassword', issues: undefined })
  })

  test('the breach list is asked about what will be hashed, and only about what nothing else refuses', async () => {
    const asked: string[] = []
    const breachList: BreachList = {
      has: async (password) => {
        asked.push(password)
        return false
      },
    }
    await check('ｗａｌｒｕｓ-tub', { breachList })
    for (const password of ['short', 'trustno1', 'ada.lovelace', 'x'.repeat(257)]) {
      await refusalOf(check(password, { breachList }))
    }
    expect(asked).toEqual(['walrus-tub'])
  })

  test('a breach list that cannot be asked stops nobody, and is logged without the password', async () => {
    const lines: Line[] = []
    const breachList: BreachList = { has: () => Promise.reject(new Error('list.example answered 500')) }
    await expect(check(GOOD, { breachList, log: memoryLog(lines) })).resolves.toBeUndefined()
    expect(lines).toEqual([
      {
        level: 'warn',
        event: 'breach list could not be asked, password accepted without it',
        fields: { reason: 'list.example answered 500' },
      },
    ])
  })

  test('no refusal repeats the password', async () => {
    for (const password of ['sh0rt', 'trustno1', 'ada.lovelace', GOOD]) {
      const error: unknown = await check(password, { breachList: listOf(GOOD) }).catch((thrown) => thrown)
      expect(error).toBeInstanceOf(AuthError)
      expect(JSON.stringify(error) + String(error)).not.toContain(password)
      expect((error as AuthError).detail).toBeUndefined()
    }
  })
})
