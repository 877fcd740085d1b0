import { expect, test } from 'vitest'
import { splitAtLinks } from './split-at-links.js'

test.each([
  ['a full stop', 'See https://a.example/b.', 'https://a.example/b'],
  ['a bracket', '(https://a.example/b)', 'https://a.example/b'],
  ['angle brackets', '<https://a.example/b>', 'https://a.example/b'],
  ['a fragment', 'https://a.example/b#token=lkvt_x-_y&z=1\n', 'https://a.example/b#token=lkvt_x-_y&z=1'],
  ['a port', 'http://localhost:5173/b', 'http://localhost:5173/b'],
])('%s does not spoil a link', (_, text, link) => {
  expect(splitAtLinks(text).filter(({ kind }) => kind === 'link')).toEqual([{ kind: 'link', text: link }])
})

test('nothing but web addresses is a link', () => {
  const text = 'javascript:alert(1) data:text/html,x mailto:a@b.example //a.example https://'
  expect(splitAtLinks(text)).toEqual([{ kind: 'words', text }])
})

test('the pieces together are the text', () => {
  const text = 'a https://a.example, https://b.example\nhttps://c.example'
  expect(
    splitAtLinks(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text)
  expect(splitAtLinks('')).toEqual([])
})
