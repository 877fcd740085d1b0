import { expect, it } from 'vitest'
import { type SocialName, startSessionDoor } from '../fixtures/test-session-door.js'
import { compareRecorded } from './recorded.js'
import { readRequests } from './recorded-requests.js'

const requests = readRequests('004-quasar-wire.jsonl')

/** Of the connection that was recorded, not of the request; cookies and the token are those that ours has set. */
const OF_ANOTHER_TIME = ['host', 'connection', 'content-length', 'cookie', 'x-csrftoken']

it.skipIf(requests === undefined)(
  'the app as it was recorded signs in, sees who it is, signs out, and signs in by two providers',
  async () => {
    await using house = await startSessionDoor({ door: { origins: ['http://localhost:8088'] } })
    await house.addPerson({
      id: '1',
      email: 'admin@company.com',
      isProven: true,
      roles: ['staff', 'superuser'],
    })
    const spa = house.openSpa()
    for (const { method, path, headers, body, answer } of requests ?? []) {
      const [, name] = /^\/api\/social\/([^/]+)\/$/.exec(path) ?? []
      const sent = Object.entries(headers).filter(([header]) => !OF_ANOTHER_TIME.includes(header))
      const ours = await spa.ask(path, {
        method,
        headers: { ...Object.fromEntries(sent), ...(!('x-csrftoken' in headers) && { 'x-csrftoken': '' }) },
        ...(name !== undefined && { body: JSON.stringify({ code: await house.codeOf(name as SocialName) }) }),
        ...(name === undefined && body !== '' && { body: body.replace('"password":"password"', OURS) }),
      })
      expect([answer.title, ...compareRecorded(answer, ours)]).toEqual([answer.title])
    }
    expect(await spa.profile()).toMatchObject({ status: 200, body: { is_staff: false } })
  },
)

const OURS = '"password":"correct horse battery"'
