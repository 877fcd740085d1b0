import type { ListedSession } from '@latchkey/client'
import { expect, test } from 'vitest'
import { keepPlaces } from './keep-places.js'

const listed = (id: string, deviation: Partial<ListedSession> = {}): ListedSession => ({
  id,
  current: false,
  browser: 'Chrome',
  system: 'Linux',
  kind: 'desktop',
  client: null,
  bySupport: false,
  createdAt: '2026-03-10T11:00:00.000Z',
  lastUsedAt: '2026-03-10T11:30:00.000Z',
  expiresAt: '2026-04-10T11:00:00.000Z',
  ...deviation,
})
const own = listed('ses_own', { current: true })

const places = (rows: ReturnType<typeof keepPlaces>) =>
  rows.map(({ session, ended }) => (ended ? `${session.id} ended` : session.id))

test('this browser comes first, and the others as the server lists them', () => {
  expect(places(keepPlaces([], [listed('ses_b'), listed('ses_a'), own]))).toEqual([
    'ses_own',
    'ses_b',
    'ses_a',
  ])
})

test('a session that was ended keeps its place, and so does every other', () => {
  const shown = keepPlaces([], [own, listed('ses_b'), listed('ses_a')])
  const once = keepPlaces(shown, [listed('ses_a'), own])
  expect(places(once)).toEqual(['ses_own', 'ses_b ended', 'ses_a'])
  expect(places(keepPlaces(once, [own]))).toEqual(['ses_own', 'ses_b ended', 'ses_a ended'])
})

test('a session opened meanwhile comes last', () => {
  const shown = keepPlaces([], [own, listed('ses_a')])
  expect(places(keepPlaces(shown, [listed('ses_new'), own, listed('ses_a')]))).toEqual([
    'ses_own',
    'ses_a',
    'ses_new',
  ])
})

test('what is told of a session is what the server said last', () => {
  const shown = keepPlaces([], [own])
  const used = { ...own, lastUsedAt: '2026-03-10T11:45:00.000Z' }
  expect(keepPlaces(shown, [used])).toEqual([{ session: used, ended: false }])
})
