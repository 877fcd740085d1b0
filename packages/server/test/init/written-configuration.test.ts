import { paths, serverMetadata } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import type { Answers } from '../../src/init/answers.js'
import { writeConfig } from '../../src/init/write-config.js'
import { answersWith, everyPair, startStack } from '../fixtures/init-stacks.js'

const nameOf = ({ frontend, door, api, pages }: Answers): string =>
  `${frontend === 'django' ? `${frontend} (${door})` : frontend} with ${api} and ${pages} pages`

describe('what latchkey init writes', { timeout: 120_000 }, () => {
  // What is written hangs on the API by its name alone, so one text starts once.
  const different = new Map(everyPair.map((answers) => [writeConfig(answers), answers]))

  test.each([...different.values()].map((answers) => ({ name: nameOf(answers), answers })))(
    '$name starts',
    async ({ answers }) => {
      await using stack = await startStack(answers)
      const answer = await fetch(stack.issuer + paths.authorizationServerMetadata)
      expect(serverMetadata.parse(await answer.json()).issuer).toBe(stack.issuer)
      const page = await fetch(`${stack.issuer}/pages/sign-in`)
      expect(page.status).toBe(answers.pages === 'hosted' ? 200 : 404)
    },
  )

  test('every pair has one of those', () => {
    expect(everyPair.length).toBeGreaterThan(9 * 7 * 2)
    for (const answers of everyPair) expect(different.has(writeConfig(answers))).toBe(true)
  })

  test.each(everyPair.filter(({ api }) => api === 'express').map((answers) => ({ ...answers })))(
    'it starts without providers too: $frontend $door $pages',
    async (answers) => {
      await using stack = await startStack({ ...answers, providers: [] })
      const shown = await fetch(`${stack.issuer}${paths.signIn}`)
      if (shown.status === 200) expect(await shown.json()).toEqual({ providers: [] })
      else expect(shown.status).toBe(404)
    },
  )

  test('what somebody typed stays text', () => {
    const text = writeConfig(answersWith({ apiUrl: "http://localhost/' + process.exit() + '\\" }))
    expect(text).toContain(String.raw`'http://localhost/\' + process.exit() + \'\\'`)
  })
})
