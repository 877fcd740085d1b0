import { describe, expect, it } from 'vitest'
import { problemsWithRevocation } from './revocation-options.js'

const client = { clientId: 'todo-api', clientSecret: 'hush' }

describe('options of revocation', () => {
  it.each([
    [undefined],
    [true],
    [false],
    [{}],
    [client],
    [
      {
        ...client,
        scope: 'ssf.manage ssf.read',
        tokenUrl: 'https://id.example.com/token',
        maxTokenLife: 86_400_000,
      },
    ],
    [{ maxStaleness: 1_000, whenStale: 'accept', every: 5_000 }],
  ])('%j are sound', (options) => {
    expect(problemsWithRevocation(options)).toEqual([])
  })

  it.each([
    [7, 'revocation must be true, false or'],
    [{ client: 'todo-api' }, 'there is no option revocation.client'],
    [{ clientId: 'todo-api' }, 'revocation.clientSecret must be'],
    [{ clientId: '', clientSecret: '' }, 'revocation.clientId must name'],
    [{ clientSecret: 'hush' }, 'revocation.clientId must name'],
    [{ ...client, scope: '' }, 'revocation.scope must be'],
    [{ ...client, scope: 'a\nb' }, 'revocation.scope must be'],
    [{ ...client, tokenUrl: '/oauth/token' }, 'revocation.tokenUrl must be an absolute URL'],
    [{ ...client, maxTokenLife: 10 }, 'revocation.maxTokenLife is in milliseconds'],
    [{ scope: 'ssf.manage' }, 'revocation.scope is for a stream'],
    [{ whenStale: 'open' }, 'revocation.whenStale must be'],
    [{ maxStaleness: Number.NaN }, 'revocation.maxStaleness is in milliseconds'],
  ])('%j are not', (options, problem) => {
    const problems = problemsWithRevocation(options)
    expect(problems[0]).toContain(problem)
    expect(JSON.stringify(problems)).not.toContain('hush')
  })
})
