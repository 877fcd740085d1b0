import { expect, test } from 'vitest'
import { subjectForAddress } from './subject-for-address.js'

test('an address is the same person on every machine and after every start', () => {
  expect(subjectForAddress('ada@mail.example')).toBe(subjectForAddress('ADA@mail.example'))
  expect(subjectForAddress('ada@mail.example')).toBe('128170344406435302022')
})

test('a subject looks like one of Google: 21 digits', () => {
  for (let index = 0; index < 200; index += 1)
    expect(subjectForAddress(`n${index}@mail.example`)).toMatch(/^1\d{20}$/)
})

test('another address is another person', () => {
  const subjects = Array.from({ length: 200 }, (_, index) => subjectForAddress(`n${index}@mail.example`))
  expect(new Set(subjects).size).toBe(200)
})
