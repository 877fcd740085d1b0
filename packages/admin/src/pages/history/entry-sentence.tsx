import { UserLink } from '../user-link.js'
import type { ShownEntry } from './entry.js'
import { sayActor, sayDone } from './say-entry.js'

/** `Olive Operator suspended a user: Petra Zweig` */
export const EntrySentence = ({ entry }: { readonly entry: ShownEntry }) => {
  const { actor, user, target, people } = entry
  const isOwn = actor.id === user
  const about = user !== null && !isOwn ? user : null
  return (
    <>
      <Person id={actor.id} people={people} otherwise={sayActor(actor)} /> {sayDone(entry)}
      {about !== null && (
        <>
          : <Person id={about} people={people} otherwise={about} />
        </>
      )}
      {about === null && !isOwn && target !== null && (
        <>
          : <code>{target}</code>
        </>
      )}
    </>
  )
}

/** With the way to them, while there is an account. */
const Person = ({
  id,
  people,
  otherwise,
}: {
  readonly id: string | null
  readonly people: ShownEntry['people']
  readonly otherwise: string
}) => {
  const name = id === null ? undefined : people.get(id)
  return id === null || name === undefined ? otherwise : <UserLink user={{ id, name, email: null }} />
}
