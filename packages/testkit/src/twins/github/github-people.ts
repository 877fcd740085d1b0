import { type GitHubPerson, noreplyAddress } from './github-person.js'

const primary = { primary: true, verified: true, visibility: 'private' } as const

/**
 * The cast at GitHub: an address that is public, one that is private, somebody without a name, somebody whose
 * primary address is not verified while another one is, and somebody who shows nothing but a noreply address.
 */
export const githubPeople: readonly GitHubPerson[] = [
  {
    id: 583_231,
    login: 'mara-lindqvist',
    name: 'Mara Lindqvist',
    emails: [
      { ...primary, email: 'mara_lindqvist@gmail.com', visibility: 'public' },
      noreplyAddress({ id: 583_231, login: 'mara-lindqvist' }),
    ],
  },
  {
    id: 19_864_447,
    login: 'tokafor',
    name: 'Tomás Okafor',
    emails: [
      { ...primary, email: 'tomas.okafor@workspace.example' },
      { email: 'tomas@home.example', primary: false, verified: true, visibility: null },
      noreplyAddress({ id: 19_864_447, login: 'tokafor' }),
    ],
  },
  {
    id: 71_220_015,
    login: 'ines',
    name: null,
    emails: [
      { ...primary, email: 'ines.moreau@post.example' },
      noreplyAddress({ id: 71_220_015, login: 'ines' }),
    ],
  },
  {
    id: 104_455_872,
    login: 'noor-h',
    name: 'Noor Haddad',
    emails: [
      { ...primary, email: 'noor.haddad@unproven.example', verified: false },
      { email: 'noor@proven.example', primary: false, verified: true, visibility: null },
    ],
  },
  {
    id: 150_773_310,
    login: 'aesa',
    name: 'Æsa “Ósk” 王秀英 👩🏽‍🚀',
    emails: [{ ...noreplyAddress({ id: 150_773_310, login: 'aesa' }), primary: true, visibility: 'public' }],
  },
]
