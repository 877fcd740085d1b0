import { type DoorConfiguration, djangoSession, djRestAuth, drfToken, fastapiTokens } from '@latchkey/server'
import { describe, expect, test } from 'vitest'
import { checkDescribed } from '../fixtures/check-described.js'
import { APP, startTestBrowserDoor } from '../fixtures/test-browser-door.js'
import { startDjangoDoor } from '../fixtures/test-django-door.js'
import { ISSUER } from '../fixtures/test-latchkey.js'

// What `GET /openapi.json` says of the doors of former backends. Answers are compared with it wherever a test asks such a door.

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly properties?: object }>>
    readonly securitySchemes: object
  }
  readonly tags: readonly { readonly name: string }[]
}
interface Operation {
  readonly operationId: string
  readonly servers?: readonly { readonly url: string }[]
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>
}

interface Asked {
  readonly fetch: (request: Request) => Promise<Response>
}
const readDocument = async ({ fetch }: Asked, issuer = ISSUER): Promise<Document> =>
  (await (await fetch(new Request(`${issuer}/openapi.json`))).json()) as Document

const startWithMail = (doors: readonly DoorConfiguration[]) =>
  startTestBrowserDoor({
    options: {
      doors,
      browser: {
        topology: { kind: 'same-origin', app: APP },
        pages: { confirmSignUp: '/verify/{token}', resetPassword: '/reset/{uid}/{token}' },
      },
    },
  })

const methodsOf = async ({ fetch }: Asked, path: string): Promise<readonly string[]> => {
  const allowed = (await fetch(new Request(ISSUER + path, { method: 'OPTIONS' }))).headers.get('allow') ?? ''
  return allowed.split(', ').filter((method) => !['', 'HEAD', 'OPTIONS'].includes(method))
}

const doors = [
  { door: drfToken(), atLeast: 2 },
  { door: djRestAuth(), atLeast: 14 },
  { door: fastapiTokens(), atLeast: 4 },
  { door: djangoSession(), atLeast: 6 },
] as const

describe('the document of the API and doors of former backends', () => {
  test.each(doors)(
    '$door.kind: it names every method of each address, and nothing that is not there',
    async ({ door, atLeast }) => {
      await using house = await startWithMail([door])
      await using without = await startWithMail([])
      const before = Object.keys((await readDocument(without.latchkey)).paths)
      const { paths } = await readDocument(house.latchkey)
      const added = Object.entries(paths).filter(([path]) => !before.includes(path) || path === '/health')
      const described = added.flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      )
      expect(described.length).toBeGreaterThanOrEqual(atLeast)
      for (const [path, methods] of added) {
        if (path === '/health') continue
        const real = path.replace('{name}', 'google-oauth2')
        expect({ path, methods: Object.keys(methods).map((name) => name.toUpperCase()) }).toEqual({
          path,
          methods: await methodsOf(house.latchkey, real),
        })
      }
    },
  )

  test('a server without such doors says nothing of them', async () => {
    await using house = await startDjangoDoor([])
    const { components, tags } = await readDocument(house.latchkey)
    expect(components.securitySchemes).not.toHaveProperty('drfToken')
    expect(components.securitySchemes).not.toHaveProperty('djangoSession')
    expect(tags.map(({ name }) => name).filter((name) => name.includes('door'))).toEqual(['OAuth door'])
  })

  test('where nobody could get a message, nothing is said of what takes a mailbox', async () => {
    await using house = await startDjangoDoor([djRestAuth()])
    const { paths } = await readDocument(house.latchkey)
    expect(paths).toHaveProperty(['/login/', 'post'])
    expect(paths).not.toHaveProperty(['/registration/'])
  })

  test('two doors of a kind are told apart, each by the names of its tokens', async () => {
    await using house = await startDjangoDoor([
      djRestAuth({ prefix: '/a', social: { google: { path: '/a/google/' } } }),
      djRestAuth({ prefix: '/b', social: { google: { path: '/b/google/' } }, tokenNames: 'old' }),
    ])
    const { paths, components } = await readDocument(house.latchkey)
    expect(paths['/a/login/']?.['post']?.operationId).toBe('djRestAuthLogIn')
    expect(paths['/b/login/']?.['post']?.operationId).toBe('djRestAuthLogIn2')
    const pairs = ['/a/login/', '/b/login/'].map((path) => {
      const content = paths[path]?.['post']?.responses['200']?.content?.['application/json']
      const { $ref = '' } = (content as { schema: { $ref?: string } }).schema
      return Object.keys(components.schemas[$ref.split('/').at(-1) ?? '']?.properties ?? {})
    })
    expect(pairs).toEqual([
      ['access', 'refresh', 'user'],
      ['access_token', 'refresh_token', 'user'],
    ])
  })

  test('they lie below the root of the host, also where the issuer does not', async () => {
    const issuer = `${ISSUER}/auth`
    await using house = await startDjangoDoor([fastapiTokens()], { options: { issuer } })
    const { paths } = await readDocument(house.latchkey, issuer)
    expect(paths['/users/login/']?.['post']?.servers).toEqual([{ url: ISSUER }])
    expect(paths['/oauth/token']?.['post']).not.toHaveProperty('servers')
  })

  test('a refusal that nothing can read is described as one', async () => {
    await using house = await startDjangoDoor([drfToken({ refusals: 'unreadable' })])
    const { paths } = await readDocument(house.latchkey)
    expect(paths['/google/']?.['post']?.responses['401']).not.toHaveProperty('content')
    expect(paths['/logout/']?.['post']?.responses['401']).toHaveProperty('content')
  })

  test('an answer that is none of those described does not pass for one', async () => {
    await using house = await startDjangoDoor([fastapiTokens()])
    const request = new Request(`${ISSUER}/users/login`, { method: 'POST' })
    const headers = new Headers({ 'content-type': 'application/json' })
    const check = (status: number, body: unknown) =>
      checkDescribed(house.latchkey, request, { status, headers, body })
    await check(401, { detail: 'Not authenticated' })
    await expect(check(418, { detail: 'Not authenticated' })).rejects.toThrow('fastapiSignIn answered 418')
    await expect(check(401, { error: 'no' })).rejects.toThrow('fastapiSignIn answered 401')
  })
})
