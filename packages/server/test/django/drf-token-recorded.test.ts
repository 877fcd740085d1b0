import { drfToken } from '@latchkey/server'
import type { TestDatabase } from '../fixtures/databases.js'
import { addFormerPerson, askDoor, type DoorAnswer, startDjangoDoor } from '../fixtures/test-django-door.js'
import type { TestLatchkey } from '../fixtures/test-latchkey.js'
import { replay } from './replay.js'

let house: TestLatchkey
const start = async (database: TestDatabase): Promise<AsyncDisposable> => {
  house = await startDjangoDoor([drfToken({ otherDevices: 'end' })], { database })
  await addFormerPerson(house, { id: '1', email: 'fb@example.com', isProven: true })
  return house
}

const GRACE = { sub: '1001', email: 'g@example.com', email_verified: true, name: 'Grace Doe' }
const send = (body: unknown, headers = {}): Promise<DoorAnswer> =>
  askDoor(house, '/google/', { body, headers })
const signIn = async (claims: object = GRACE): Promise<DoorAnswer> =>
  send({ auth_token: await house.idToken(undefined, { ...claims }) })
/** Somebody Google has not verified, with an address that another has proved. */
const unproven = () => signIn({ sub: '2002', email: 'fb@example.com', email_verified: false })

replay(start, {
  recording: '000-article-rebuild.txt',
  requests: {
    'ok new': () => signIn(),
    'ok again (token rotated)': () => signIn(),
    invalid: () => send({ auth_token: 'invalid' }),
    'other iss': () => signIn({ ...GRACE, iss: 'https://evil.example' }),
    'bad aud': () => signIn({ ...GRACE, aud: 'another' }),
    'provider mismatch': unproven,
    'empty provider': unproven,
    missing: () => send({}),
    blank: () => send({ auth_token: '' }),
    null: () => send({ auth_token: null }),
    'undefined (field dropped)': () => send({ auth_token: undefined }),
    'no name claim': () => signIn({ sub: '3003', email: 'nameless@example.com' }),
    GET: () => askDoor(house, '/google/'),
    'bad token header on login': () => send({}, { authorization: `Token ${'0'.repeat(40)}` }),
  },
  differences: [
    {
      titles: /^(provider mismatch|empty provider)$/,
      parts: ['body.detail'],
      why: 'how somebody signs in is told to nobody who has not proved the address',
    },
    {
      titles: /^no name claim$/,
      parts: ['status', 'content-type', 'allow', 'body'],
      why: 'a 500 there: a name is no condition',
    },
  ],
  elsewhere: { titles: /^me /, why: 'the API behind the guard answers these, with drfTokenWire()' },
})
