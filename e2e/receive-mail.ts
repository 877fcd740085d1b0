import type { ReceivedMessage } from '@latchkey/testkit'
import { expect } from 'vitest'
import type { Stack } from './stack.js'

const MAIL_PATIENCE_MS = 20_000

/** Everything in the development mailbox for an address, oldest first. */
export async function mailTo(stack: Pick<Stack, 'mailbox'>, address: string): Promise<ReceivedMessage[]> {
  const response = await fetch(`${stack.mailbox}/messages.json`)
  const messages: ReceivedMessage[] = await response.json()
  return messages.filter(({ to }) => to.includes(address))
}

/** The newest message to an address whose subject says this, as soon as there is one. */
export async function receiveMail(
  stack: Pick<Stack, 'mailbox'>,
  address: string,
  subject: string | RegExp,
): Promise<ReceivedMessage> {
  let found: ReceivedMessage | undefined
  await expect
    .poll(
      async () => {
        const messages = await mailTo(stack, address)
        found = messages.findLast((message) => message.subject.match(subject))
        return found?.subject ?? `only ${JSON.stringify(messages.map((message) => message.subject))}`
      },
      { timeout: MAIL_PATIENCE_MS },
    )
    .toMatch(subject)
  if (!found) throw new Error(`no message to ${address}`)
  return found
}

/** The second message to an address whose subject says this, as soon as there is one. */
export async function receiveAnother(
  stack: Pick<Stack, 'mailbox'>,
  address: string,
  subject: string,
): Promise<ReceivedMessage> {
  const received = async () =>
    (await mailTo(stack, address)).filter((message) => message.subject.includes(subject))
  await expect.poll(async () => (await received()).length, { timeout: MAIL_PATIENCE_MS }).toBe(2)
  const second = (await received())[1]
  if (!second) throw new Error(`no second message to ${address}`)
  return second
}

/** The link in a message. */
export function linkIn({ links, subject }: ReceivedMessage): string {
  const [link] = links
  if (link === undefined) throw new Error(`"${subject}" has no link`)
  return link
}

/** The code in a message. */
export function codeIn({ code, subject }: ReceivedMessage): string {
  if (code === undefined) throw new Error(`"${subject}" has no code`)
  return code
}
