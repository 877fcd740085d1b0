import { readFileSync } from 'node:fs'
import { Window } from 'happy-dom'
import { expect, test, vi } from 'vitest'
import { writeSnippets } from '../../src/init/write-snippets.js'
import { answersWith, signInWith, startStack } from '../fixtures/init-stacks.js'

const answers = answersWith({ frontend: 'pages', app: 'http://localhost:8080' })

test('a plain page shows who is signed in, and signs them out', async () => {
  await using stack = await startStack(answers)
  const { headers } = await signInWith(stack, answers)
  const snippets = writeSnippets(answers)
  const textOf = (file: string): string => snippets.find((snippet) => snippet.file === file)?.text ?? ''
  await stack.folder.write('latchkey.mjs', textOf('latchkey.js'))

  const { document } = new Window({ url: answers.app })
  document.body.innerHTML = textOf('latchkey.html').replace(/<script[\s\S]*/, '')
  // What the web server of the pages passes on, with what the browser adds.
  const fromPage = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(stack.issuer + path.replace(/^\/auth/, ''), {
      ...init,
      headers: {
        cookie: headers['cookie'] ?? '',
        'sec-fetch-site': 'same-origin',
        ...(init.method !== undefined && { origin: answers.app }),
        ...(init.headers as Record<string, string>),
      },
    })
  const realFetch = globalThis.fetch
  vi.stubGlobal('document', document)
  vi.stubGlobal('fetch', (path: unknown, init?: RequestInit) =>
    String(path).startsWith('/auth/') ? fromPage(String(path), init) : realFetch(path as string, init),
  )
  try {
    const page = (await stack.folder.load('latchkey.mjs')) as Record<string, () => Promise<unknown>>
    const shown = (): string[] =>
      [...document.querySelectorAll('[data-when]:not([hidden])')].map((part) => part.textContent.trim())
    expect(shown()).toEqual([])
    await page['showWhoIsHere']?.()
    expect(shown()).toEqual(['Ada Lovelace Sign out'])
    await page['signOut']?.()
    expect(shown()).toEqual(['Sign in'])
  } finally {
    vi.unstubAllGlobals()
  }
})

test('what nginx passes on is what the documentation says', () => {
  const documented = readFileSync(new URL('../../../../docs/browser-door.md', import.meta.url), 'utf8')
  const [, block = 'none'] = /```nginx\n([\s\S]*?)```/.exec(documented) ?? []
  const nginx = writeSnippets(answers).find(({ file }) => file === 'latchkey.nginx.conf')
  expect(nginx?.text).toContain(block)
})
