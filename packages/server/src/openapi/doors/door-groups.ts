import type { Operation, OperationGroup } from '../operation.js'
import { type DescribedDjRestAuth, djRestAuthOperations } from './dj-rest-auth-operations.js'
import { type DescribedDjangoSession, djangoSessionOperations } from './django-session-operations.js'
import { type DescribedDrfToken, drfTokenOperations } from './drf-token-operations.js'
import { type DescribedFastapiTokens, fastapiTokensOperations } from './fastapi-tokens-operations.js'

/** A door with the wire of a former backend, as far as the document of the API hangs on its configuration. */
export type DescribedDoor =
  | DescribedDjRestAuth
  | DescribedDjangoSession
  | DescribedDrfToken
  | DescribedFastapiTokens

const NAMES: Readonly<
  Record<DescribedDoor['kind'], { readonly name: string; readonly description: string }>
> = {
  djRestAuth: {
    name: 'dj-rest-auth door',
    description: 'For frontends of a backend with dj-rest-auth and Simple JWT.',
  },
  djangoSession: {
    name: 'Django session door',
    description: 'For pages of a Django backend with cookie sessions.',
  },
  drfToken: {
    name: 'Django REST framework door',
    description: 'For frontends that show a token of 40 hex digits.',
  },
  fastapiTokens: {
    name: 'FastAPI door',
    description: 'For frontends whose server keeps a token of a FastAPI backend.',
  },
}

/**
 * What the doors of former backends answer. Their addresses lie below the root of the host, each with the slash at its end and without.
 *
 * @param sendsMail whether messages go out, and with them what takes a mailbox
 */
export const doorGroups = (doors: readonly DescribedDoor[], sendsMail: boolean): readonly OperationGroup[] =>
  doors.map((door, at) => {
    const { name, description } = NAMES[door.kind]
    const nth = doors.slice(0, at).filter(({ kind }) => kind === door.kind).length + 1
    const mark = nth === 1 ? '' : String(nth)
    return {
      name: `${name}${mark && ` ${mark}`}`,
      description: `${description} Refusals are worded as that backend words them.`,
      operations: operationsOfDoor(door, sendsMail).map((operation) => ({
        ...operation,
        id: operation.id + mark,
        isAtRoot: true,
      })),
    }
  })

const operationsOfDoor = (door: DescribedDoor, sendsMail: boolean): readonly Operation[] => {
  switch (door.kind) {
    case 'djRestAuth':
      return djRestAuthOperations(door, sendsMail)
    case 'djangoSession':
      return djangoSessionOperations(door)
    case 'drfToken':
      return drfTokenOperations(door)
    case 'fastapiTokens':
      return fastapiTokensOperations(door)
  }
}
