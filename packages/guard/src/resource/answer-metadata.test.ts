import { expect, it } from 'vitest'
import { AUDIENCE, ISSUER } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { answerMetadata, metadataAnswers } from './answer-metadata.js'

const PATH = '/.well-known/oauth-protected-resource/todos'
const answers = metadataAnswers(
  createGuard({ issuer: ISSUER, audience: AUDIENCE, resource: { url: 'https://api.example.com/todos' } }),
)

it('the document is read by GET and HEAD, and a page of any origin may ask first', () => {
  for (const method of ['GET', 'HEAD'])
    expect(answerMetadata(answers, { method, path: PATH })).toMatchObject({
      status: 200,
      headers: { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'application/json' },
    })
  expect(answerMetadata(answers, { method: 'OPTIONS', path: PATH })).toMatchObject({
    status: 204,
    headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' },
    body: '',
  })
})

it.each([
  ['POST', PATH],
  ['DELETE', PATH],
  ['GET', '/.well-known/oauth-protected-resource'],
  ['GET', `${PATH}/`],
  ['GET', `${PATH}/7`],
  ['OPTIONS', '/todos'],
])('%s %s is for whoever comes next', (method, path) => {
  expect(answerMetadata(answers, { method, path })).toBeUndefined()
})

it('a guard that describes no API stops the start, with what to do', () => {
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE })
  expect(() => metadataAnswers(guard)).toThrow("Give it resource: { url: 'https://api.example.com' }")
})
