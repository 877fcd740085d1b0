import { createLatchkeyClient } from '@latchkey/client'
import { createLatchkeyPlugin } from '@latchkey/client/vue'
import { createPinia } from 'pinia'
import { expect, test } from 'vitest'
import { createSSRApp } from 'vue'
import { useDraftNote } from './draft-note.js'

const moment = '2026-01-01T00:00:00.000Z'

const signedInAs = (id: string) => ({
  status: 'signed_in' as const,
  csrfToken: 'csrf',
  user: {
    id,
    email: `${id}@example.com`,
    emailVerified: true,
    name: null,
    picture: null,
    profile: {},
    createdAt: moment,
    updatedAt: moment,
  },
  session: {
    id: `ses_${id}`,
    authenticatedAt: moment,
    createdAt: moment,
    expiresAt: moment,
    remembered: false,
  },
})

/** An app somebody is signed in to and has written a draft in; `answer` is what the server says from then on. */
async function appWithDraft(answer: object) {
  let says: object = signedInAs('usr_mara')
  const latchkey = createLatchkeyClient({ fetch: async () => Response.json(says) })
  const app = createSSRApp({ render: () => null })
  app.use(createPinia()).use(createLatchkeyPlugin(latchkey))
  await latchkey.check()
  const draft = app.runWithContext(() => useDraftNote())
  draft.text = 'a secret'
  says = answer
  await latchkey.check()
  return draft
}

test('a draft stays while its author does', async () => {
  expect((await appWithDraft(signedInAs('usr_mara'))).text).toBe('a secret')
})

test('a draft is gone when the session of its author is', async () => {
  expect((await appWithDraft({ status: 'signed_out', csrfToken: 'other' })).text).toBe('')
})

test('a draft is never shown to the next person', async () => {
  expect((await appWithDraft(signedInAs('usr_bo'))).text).toBe('')
})
