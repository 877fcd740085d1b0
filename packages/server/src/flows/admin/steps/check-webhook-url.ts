import { AuthError } from '@latchkey/contract'

export interface CheckWebhookUrlDeps {
  /** Says what is wrong with an address to send to; undefined when nothing is. */
  readonly problemWithPushUrl: (url: string) => string | undefined
}

/** Whether events may be sent there, as far as its letters tell. @throws AuthError `invalid_parameter`, saying what is wrong */
export const checkWebhookUrl = ({ problemWithPushUrl }: CheckWebhookUrlDeps, url: string): void => {
  const message = problemWithPushUrl(url)
  if (message === undefined) return
  const parameter = 'url'
  throw new AuthError('invalid_parameter', { parameter, issues: [{ parameter, message }] })
}
