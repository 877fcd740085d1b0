import { LatchkeyError } from '@latchkey/client'
import { expect, test } from 'vitest'
import { useSubmission } from './use-submission.js'

const tooShort = new LatchkeyError({
  code: 'password_too_short',
  message: 'This password is too short.',
  parameter: 'password',
})

const refuseWith = (error: unknown) => () => Promise.reject(error)

test('a form is sent once, however often it is submitted', async () => {
  let sent = 0
  let answer = () => {}
  const submission = useSubmission([], () => {
    sent += 1
    return new Promise((resolve) => {
      answer = resolve
    })
  })
  const first = submission.submit()
  await submission.submit()
  expect([sent, submission.busy]).toEqual([1, true])
  answer()
  await first
  expect([sent, submission.busy]).toEqual([1, false])
})

test('a complaint about a field of the form stands at the field only', async () => {
  const submission = useSubmission(['email', 'password'], refuseWith(tooShort))
  await submission.submit()
  expect(submission.complaintAbout('password')).toBe('This password is too short.')
  expect(submission.complaintAbout('email')).toBeUndefined()
  expect(submission.failure).toBeUndefined()
  expect(submission.busy).toBe(false)
})

test('each of several complaints stands at its own field', async () => {
  const issues = [
    { parameter: 'name', message: 'Too long.' },
    { parameter: 'profile.company', message: 'Unknown.' },
  ]
  const error = new LatchkeyError({
    code: 'profile_invalid',
    message: 'Some of these…',
    parameter: 'name',
    issues,
  })
  const submission = useSubmission(['name', 'profile.company'], refuseWith(error))
  await submission.submit()
  expect(submission.complaintAbout('name')).toBe('Too long.')
  expect(submission.complaintAbout('profile.company')).toBe('Unknown.')
  expect(submission.failure).toBeUndefined()
})

test('a complaint about something the form has no field for is said for the form', async () => {
  const submission = useSubmission(['email'], refuseWith(tooShort))
  await submission.submit()
  expect(submission.failure).toBe(tooShort)
})

test('a complaint without a place is said for the form beside those that have one', async () => {
  const issues = [
    { parameter: 'name', message: 'Too long.' },
    { parameter: 'profile.team', message: 'Unknown.' },
  ]
  const error = new LatchkeyError({ code: 'profile_invalid', message: 'Some of these…', issues })
  const submission = useSubmission(['name'], refuseWith(error))
  await submission.submit()
  expect(submission.complaintAbout('name')).toBe('Too long.')
  expect(submission.failure).toBe(error)
})

test('a refusal that names no field is said for the form', async () => {
  const wrong = new LatchkeyError({
    code: 'credentials_wrong',
    message: 'The email address or the password is wrong.',
  })
  const submission = useSubmission(['email', 'password'], refuseWith(wrong))
  await submission.submit()
  expect(submission.failure).toBe(wrong)
})

test('a new attempt starts without the complaints of the last', async () => {
  let refused = true
  const submission = useSubmission(['password'], async () => {
    if (refused) throw tooShort
  })
  await submission.submit()
  refused = false
  await submission.submit()
  expect(submission.refusal).toBeUndefined()
  expect(submission.complaintAbout('password')).toBeUndefined()
})

test('a bug of the app is not shown as a refusal', async () => {
  const submission = useSubmission([], refuseWith(new TypeError('a bug')))
  await expect(submission.submit()).rejects.toThrow('a bug')
  expect(submission.refusal).toBeUndefined()
  expect(submission.busy).toBe(false)
})

test('what is forgotten is said no more', async () => {
  const submission = useSubmission(['password'], refuseWith(tooShort))
  await submission.submit()
  submission.forget()
  expect(submission.refusal).toBeUndefined()
  expect(submission.complaintAbout('password')).toBeUndefined()
})
