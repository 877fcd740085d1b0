import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import { newPasswordField, passwordField, usernameField } from './credential-fields.js'
import type { Page } from './document.js'
import { type Field, layOutDone, layOutForm, layOutProblems } from './form.js'

export interface PasswordView {
  readonly hasPassword: boolean
  readonly email: string | null
  readonly done: boolean
  readonly problems: readonly Problem[]
}

/** Another password, or the first one. */
export const passwordPage = (frame: Frame, { hasPassword, email, done, problems }: PasswordView): Page => {
  const { words } = frame
  const title = hasPassword ? words.password.title : words.password.titleFirst
  const current: Field = {
    ...passwordField(frame),
    name: 'currentPassword',
    label: words.fields.currentPassword,
    last: false,
  }
  return {
    title,
    account: 'password',
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${title}</h1>
${layOutProblems(frame, problems, ['currentPassword', 'newPassword'])}
${layOutDone(done ? words.password.done : undefined)}
<p>${hasPassword ? words.password.intro : words.password.introFirst}</p>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.password),
  fields: [
    ...(email === null ? [] : [usernameField(frame, email)]),
    ...(hasPassword ? [current] : []),
    newPasswordField(frame, 'newPassword', words.fields.newPassword),
  ],
  submit: hasPassword ? words.password.submit : words.password.submitFirst,
  problems,
})}
</div>`,
  }
}
