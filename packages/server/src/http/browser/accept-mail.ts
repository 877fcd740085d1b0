import type { MailAccepted } from '@latchkey/contract'
import { answerText } from '../answer.js'

const accepted: MailAccepted = { status: 'accepted' }
const BODY = JSON.stringify(accepted)

/** 202: a message may be on its way. The same for everybody, whether it is or not. */
export const acceptMail = (setCookies: readonly string[] = []): Response => answerText(BODY, setCookies, 202)
