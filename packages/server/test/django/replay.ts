import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import type { DoorAnswer } from '../fixtures/test-django-door.js'
import { compareRecorded, readRecording } from './recorded.js'

/** In which parts answers of ours are others than the recorded ones, and why. */
export interface Difference {
  readonly titles: RegExp
  readonly parts: readonly string[]
  readonly why: string
}

/** A recording, and how each answer in it is asked for again. */
export interface Replay {
  readonly recording: string
  readonly requests: Readonly<Record<string, () => Promise<DoorAnswer>>>
  /** Every one there is. What stands here and does not differ fails too. */
  readonly differences: readonly Difference[]
  /** Answers of the API behind the door, and who answers them here. */
  readonly elsewhere?: { readonly titles: RegExp; readonly why: string }
}

/**
 * The original backend answered these requests; so does ours, on each database, but for the differences.
 *
 * @param start opens the door that is asked
 */
export const replay = (
  start: (database: TestDatabase) => Promise<AsyncDisposable>,
  ...replays: readonly Replay[]
): void => {
  describe.each(databaseKinds)('on $name', (kind) => {
    let database: TestDatabase
    let house: AsyncDisposable
    beforeAll(async () => {
      database = await kind.create()
      house = await start(database)
    })
    afterAll(async () => {
      await house[Symbol.asyncDispose]()
      await database.drop()
    })
    for (const one of replays) replayOne(one)
  })
}

const replayOne = ({ recording, requests, differences, elsewhere }: Replay): void => {
  const answers = readRecording(recording)
  describe.skipIf(answers === undefined)(recording, () => {
    const ours = (answers ?? []).filter(({ title }) => !elsewhere?.titles.test(title))
    const titles = ours.map(({ title }) => title)
    const expectedParts = (title: string): readonly string[] =>
      differences.flatMap((difference) => (difference.titles.test(title) ? difference.parts : [])).sort()

    it.each(ours)('$title', async (recorded) => {
      const request = requests[recorded.title]
      if (request === undefined) throw new Error('nobody has said which request leads to this answer')
      const answer = await request()
      const parts = [...compareRecorded(recorded, answer)].sort()
      expect(parts, JSON.stringify([answer.status, answer.body])).toEqual(expectedParts(recorded.title))
    })

    it('every request and every difference belongs to a recorded answer', () => {
      expect(Object.keys(requests).filter((title) => !titles.includes(title))).toEqual([])
      expect(differences.filter((one) => !titles.some((title) => one.titles.test(title)))).toEqual([])
    })
  })
}
