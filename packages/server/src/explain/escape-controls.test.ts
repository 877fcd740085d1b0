import { expect, it } from 'vitest'
import { escapeControls } from './escape-controls.js'

it('nothing that moves a cursor, colours a line or turns the direction of writing is left', () => {
  const hostile = '\u001b[2J\u0007\u009b31m\u202e\u2066\u200b\u2028\ue000\ud800'
  expect(escapeControls(hostile)).toMatch(/^[\x20-\x7e]+$/)
  expect(JSON.parse(`"${escapeControls(hostile)}"`)).toBe(hostile)
})

it('what people write stays as it is', () => {
  for (const text of ['Zoë ← ✓ 日本語', 'a "quote" \\ and a slash']) expect(escapeControls(text)).toBe(text)
})
