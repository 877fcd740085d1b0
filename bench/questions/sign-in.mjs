import { againstFloor, load } from '../load.mjs'

const aim = 0.9

/** How many people a second can sign in with a password? */
export async function ask({ latchkey, floors, people, visitor }) {
  const result = await againstFloor(
    () => loadSignIns(latchkey, people, visitor),
    async () => (await fetch(`${floors.url}/argon2-rate`)).json(),
  )
  return [
    { question: 'sign-in with a password', floor: 'raw argon2id verify, same parameters', aim, ...result },
  ]
}

/** Each connection is a person: who signs in twice at once is taken for somebody who guesses. */
const loadSignIns = (latchkey, people, visitor) => {
  let next = 0
  return load(latchkey, '/session', {
    connections: people.length,
    headers: visitor,
    setupClient: (client) => {
      const { email, password } = people[next++ % people.length]
      client.setBody(JSON.stringify({ email, password }))
    },
  })
}
