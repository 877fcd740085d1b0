import { AuthError, type CreateUserRequest, OPERATOR_ROLE } from '@latchkey/contract'
import { createUser } from '../../flows/admin/create-user.js'
import { UsageError } from '../command-error.js'
import { explainRefusal } from '../explain-refusal.js'
import { openTerminal, type Terminal } from '../open-terminal.js'
import { operatingCommand } from '../operating-command.js'
import { operatingDeps } from '../operating-deps.js'
import { print } from '../print.js'
import { readStandardInput } from '../read-standard-input.js'
import { requireMail } from '../require-mail.js'
import { withStorage } from '../with-storage.js'
import { readLanguage } from './read-language.js'
import { sayChanged } from './say-user.js'

/** A new person, as typed. A password is never: everybody on the machine can read arguments. */
export interface TypedPerson {
  readonly config?: string
  readonly json?: boolean
  readonly email?: string
  readonly name?: string
  readonly passwordStdin?: boolean
  readonly invite?: boolean
  readonly role?: readonly string[]
  readonly admin?: boolean
  readonly language?: string
}

/** `latchkey user create`: with a password, or with a message by which its owner chooses one. */
export const createPerson = (typed: TypedPerson): Promise<void> =>
  withStorage(typed.config, async (given) => {
    const deps = operatingDeps(given)
    const locale = readLanguage(typed.language)
    if (typed.invite === true && typed.passwordStdin === true)
      throw new UsageError('An invited person chooses the password.', 'Give --invite or --password-stdin.')
    if (typed.invite === true)
      requireMail(given.settings, 'Give --password-stdin in place of --invite, or configure `browser`.')
    const terminal = openTerminal()
    try {
      const create = async (wish: CreateUserRequest) =>
        createUser(deps, operatingCommand(), { wish, claim: undefined, locale })
      const created = await gather(typed, terminal, create)
      print(
        typed,
        sayChanged(
          created,
          typed.invite === true ? 'Invited; a running server sends the message.' : 'Created.',
        ),
      )
    } finally {
      terminal?.close()
    }
  })

const gather = async <Created>(
  typed: TypedPerson,
  terminal: Terminal | undefined,
  create: (wish: CreateUserRequest) => Promise<Created>,
): Promise<Created> => {
  const isComplete = typed.email !== undefined && (typed.invite === true || typed.passwordStdin === true)
  if (!isComplete && terminal === undefined)
    throw new UsageError(
      'There is no terminal to ask in.',
      'Give --email, and --invite or --password-stdin (echo the password into it).',
    )
  const email = typed.email ?? (await terminal?.ask('Address: ')) ?? ''
  const name = typed.name ?? (isComplete ? undefined : await terminal?.ask('Name (may stay empty): '))
  const roles = [...(typed.role ?? []), ...(typed.admin === true ? [OPERATOR_ROLE] : [])]
  const wish = { email: email.trim(), roles, ...(name !== undefined && { name }) }
  // Following the invitation proves the mailbox; with a password whoever runs this vouches for it, or it would let nobody in.
  if (typed.invite === true) return create({ ...wish, invite: true })
  if (typed.passwordStdin === true || terminal === undefined)
    return create({ ...wish, emailConfirmed: true, password: await readPassword() })
  for (;;) {
    const password = await askForPassword(terminal)
    try {
      return await create({ ...wish, emailConfirmed: true, password })
    } catch (error) {
      if (!(error instanceof AuthError && error.code.startsWith('password_'))) throw error
      terminal.tell(explainRefusal(error).message)
    }
  }
}

/** One line, without its end. */
const readPassword = async (): Promise<string> => {
  const text = (await readStandardInput()).replace(/\r?\n$/, '')
  if (text === '' || /[\r\n]/.test(text))
    throw new UsageError(
      'Standard input is no password.',
      'Pipe in one line: the password, and nothing else.',
    )
  return text
}

const askForPassword = async (terminal: Terminal): Promise<string> => {
  for (;;) {
    const password = await terminal.askUnseen('Password: ')
    if (password === (await terminal.askUnseen('Once more: '))) return password
    terminal.tell('They differ.')
  }
}
