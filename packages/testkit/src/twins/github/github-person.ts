import { digitsForAddress } from '../../people/digits-for-address.js'
import type { PersonKind } from '../../people/person-kind.js'
import { splitName } from '../../people/split-name.js'

/** An address of an account, as `GET /user/emails` lists it. */
export interface GitHubEmail {
  readonly email: string
  readonly primary: boolean
  readonly verified: boolean
  /** Null for every address but the primary one. */
  readonly visibility: 'public' | 'private' | null
}

/** An account at GitHub. */
export interface GitHubPerson {
  /** A number, and the only thing about an account that never changes. */
  readonly id: number
  /** Can be changed, and then be taken by somebody else. */
  readonly login: string
  /** Null for who has not given one. */
  readonly name: string | null
  readonly emails: readonly GitHubEmail[]
}

const ID_DIGITS = 8

const primaryEmailOf = ({ emails }: GitHubPerson): GitHubEmail | undefined =>
  emails.find(({ primary }) => primary)

/** The address GitHub makes up for an account, so that commits need not show the real one. */
export const noreplyAddress = ({ id, login }: Pick<GitHubPerson, 'id' | 'login'>): GitHubEmail => ({
  email: `${id}+${login}@users.noreply.github.com`,
  primary: false,
  verified: true,
  visibility: null,
})

/** A login has letters, digits and single hyphens, 39 characters at most. */
const loginOf = (email: string): string =>
  email
    .split('@')[0]
    ?.toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 39) || 'somebody'

export const githubPersonKind: PersonKind<GitHubPerson> = {
  subjectOf: ({ id }) => String(id),
  addressOf: (person) => primaryEmailOf(person)?.email,
  cardOf: (person) => {
    const primary = primaryEmailOf(person)
    const { givenName, familyName = '' } = splitName(person.name ?? person.login)
    return {
      name: person.name ?? person.login,
      detail: `${person.login} · ${primary?.email ?? 'no address'}`,
      badge: primary?.verified === false ? 'address not verified' : undefined,
      initials: [givenName, familyName],
    }
  },
  fromTyped: ({ name, email, emailVerified }) => {
    const account = {
      id: Number(`1${digitsForAddress({ purpose: 'GitHub account', email }, ID_DIGITS)}`),
      login: loginOf(email),
    }
    const typed: GitHubEmail = { email, primary: true, verified: emailVerified, visibility: 'private' }
    return { ...account, name, emails: [typed, noreplyAddress(account)] }
  },
}
