import type { FacebookPerson } from './facebook-person.js'

/** The cast at Facebook: an address, a phone number instead of one, and an address that is kept from applications. */
export const facebookPeople: readonly FacebookPerson[] = [
  { id: '10229384756102937', name: 'Mara Lindqvist', email: 'mara_lindqvist@gmail.com' },
  { id: '10230112358132134', name: 'Tomás Okafor' },
  { id: '10231618033988749', name: 'Inès Moreau', email: 'ines.moreau@post.example', keepsEmail: true },
  { id: '10227182818284590', name: 'Æsa “Ósk” 王秀英 👩🏽‍🚀', email: 'aesa@letters.example' },
]
