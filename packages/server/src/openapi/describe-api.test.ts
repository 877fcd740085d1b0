import { describe, expect, it } from 'vitest'
import { describeApi, refusalsOf } from './describe-api.js'
import { allGroups, groupsOf } from './operations.js'

const operations = allGroups.flatMap((group) => group.operations)
const api = describeApi(allGroups, { issuer: 'https://id.example', sessionCookie: '__Host-latchkey' })

const refsIn = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, member]) => (name === '$ref' ? [String(member)] : refsIn(member)))

describe('the document of the API', () => {
  it('calls every operation by a name of its own', () => {
    const ids = operations.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('refers to nothing that it does not hold', () => {
    const refs = refsIn(api)
    expect(refs.length).toBeGreaterThan(100)
    for (const ref of refs) {
      const [, , , name = ''] = ref.split('/')
      expect(ref.startsWith('#/components/schemas/'), ref).toBe(true)
      expect(api.components.schemas, ref).toHaveProperty([name])
    }
  })

  it('names every variable part of an address among the parameters', () => {
    for (const { id, path, parameters = [] } of operations) {
      const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const named = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
      expect(named, id).toEqual(parts)
    }
  })

  it('asks pages for the CSRF token where they change something, and nobody else', () => {
    for (const { id, method, path, security } of operations) {
      const operation = api.paths[path]?.[method.toLowerCase()]
      const needs = method !== 'GET' && ['browser', 'signedIn', 'operator'].includes(security)
      expect(JSON.stringify(operation).includes('x-xsrf-token'), id).toBe(needs)
    }
  })

  it('tells refusals in the words they are written in', () => {
    for (const operation of operations) {
      const { method, path, id } = operation
      const described = api.paths[path]?.[method.toLowerCase()] ?? {}
      const responses = described['responses'] as Record<number, unknown>
      expect(refusalsOf(operation).length, id).toBeGreaterThan(1)
      for (const status of refusalsOf(operation))
        expect(JSON.stringify(responses[status]), `${id} ${status}`).toContain(
          operation.security === 'operator'
            ? '#/components/schemas/Problem'
            : '#/components/schemas/ErrorBody',
        )
    }
  })

  it('has nothing of the browser door where that is shut', () => {
    const shut = describeApi(groupsOf({ browserDoor: false, hostedPages: false, adminDoor: false }), {
      issuer: 'https://id.example',
      sessionCookie: undefined,
    })
    expect(shut.paths).not.toHaveProperty(['/session'])
    expect(shut.components.securitySchemes).not.toHaveProperty('session')
    expect(shut.paths).toHaveProperty(['/oauth/token'])
  })
})
