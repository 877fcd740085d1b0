import { parseAddress } from '../../model/address.js'
import { parseUserId } from '../../model/ids.js'
import type { User } from '../../model/user.js'
import { CommandError } from '../command-error.js'
import type { OperatingDeps } from '../operating-deps.js'

const MOST = 20

/**
 * Whom an id or an address names: an address that somebody has proved names that person, else it names whoever alone has said it.
 *
 * @throws CommandError for nobody, and for one of several
 */
export const findUser = async (
  { accounts, userDirectory }: Pick<OperatingDeps, 'accounts' | 'userDirectory'>,
  who: string,
): Promise<User> => {
  const id = parseUserId(who)
  const address = parseAddress(who)
  const known =
    (id && (await accounts.findById(id))) ?? (address && (await accounts.findByProvenAddress(address.key)))
  if (known !== undefined) return known
  const said = address === undefined ? [] : await findWhoSaid(userDirectory, address.email)
  const [only, ...others] = said
  if (only === undefined)
    throw new CommandError(
      `Nobody is known by ${JSON.stringify(who)}.`,
      'Give a whole address or an id (usr_…): latchkey user find looks for people by parts of name and address.',
    )
  if (others.length > 0)
    throw new CommandError(
      `Several have said that this is their address: ${said.map((user) => user.id).join(' ')}`,
      'Give the id of the one you mean.',
    )
  return only
}

const findWhoSaid = async (directory: OperatingDeps['userDirectory'], email: string): Promise<User[]> => {
  const { users } = await directory.find({ search: email }, { after: null, limit: MOST })
  return users.filter((user) => user.email?.toLowerCase() === email.toLowerCase())
}
