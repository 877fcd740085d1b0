import type { Millis } from './time.js'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** `usr_` and 32 hex digits. */
export type UserId = Branded<'UserId'>
/** The primary key a person had, or has, on the Django door: a whole number in decimal digits, or a UUID. */
export type DjangoId = Branded<'DjangoId'>
/** `ses_` and 32 hex digits. */
export type SessionId = Branded<'SessionId'>
/** `sup_` and 32 hex digits. */
export type SignUpId = Branded<'SignUpId'>
/** `otl_` and 32 hex digits. */
export type LinkId = Branded<'LinkId'>
/** `str_` and 32 hex digits: a stream of security events. */
export type StreamId = Branded<'StreamId'>
/** `whk_` and 32 hex digits: where events are sent to. */
export type WebhookId = Branded<'WebhookId'>
/** `msg_` and 32 hex digits: an event on its way to a webhook. */
export type DeliveryId = Branded<'DeliveryId'>
/** `mail_` and 32 hex digits. */
export type MailId = Branded<'MailId'>

const TIME_DIGITS = 12
const RANDOM_DIGITS = 20
const SHAPE = /^([a-z]{3,4})_[0-9a-f]{32}$/

interface Prefixes {
  usr: UserId
  ses: SessionId
  sup: SignUpId
  otl: LinkId
  mail: MailId
  str: StreamId
  whk: WebhookId
  msg: DeliveryId
}

/** Random bytes that go into an id. */
export const ID_RANDOM_BYTES = RANDOM_DIGITS / 2

/**
 * A new id. It begins with its time of birth, so that neighbours in time are neighbours in the index,
 * and ends with 80 random bits. An id is a name, not a secret: knowing one opens nothing.
 *
 * @param randomHex at least 20 random hex digits
 */
const newId = <Prefix extends keyof Prefixes>(
  prefix: Prefix,
  now: Millis,
  randomHex: string,
): Prefixes[Prefix] =>
  `${prefix}_${now.toString(16).padStart(TIME_DIGITS, '0')}${randomHex.slice(0, RANDOM_DIGITS)}` as Prefixes[Prefix]

/** Reads an id that came from outside; undefined when it does not look like one. */
const parseId = <Prefix extends keyof Prefixes>(
  prefix: Prefix,
  text: string,
): Prefixes[Prefix] | undefined => (SHAPE.exec(text)?.[1] === prefix ? (text as Prefixes[Prefix]) : undefined)

const DJANGO_ID = /^(?:0|[1-9]\d{0,14}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Reads a primary key that came from outside; undefined when it does not look like one. */
export const parseDjangoId = (text: string): DjangoId | undefined =>
  DJANGO_ID.test(text) ? (text as DjangoId) : undefined

export const newUserId = (now: Millis, randomHex: string): UserId => newId('usr', now, randomHex)
export const newSessionId = (now: Millis, randomHex: string): SessionId => newId('ses', now, randomHex)
export const newSignUpId = (now: Millis, randomHex: string): SignUpId => newId('sup', now, randomHex)
export const newLinkId = (now: Millis, randomHex: string): LinkId => newId('otl', now, randomHex)
export const newMailId = (now: Millis, randomHex: string): MailId => newId('mail', now, randomHex)
export const newStreamId = (now: Millis, randomHex: string): StreamId => newId('str', now, randomHex)
export const newWebhookId = (now: Millis, randomHex: string): WebhookId => newId('whk', now, randomHex)
export const newDeliveryId = (now: Millis, randomHex: string): DeliveryId => newId('msg', now, randomHex)

export const parseUserId = (text: string): UserId | undefined => parseId('usr', text)
export const parseSessionId = (text: string): SessionId | undefined => parseId('ses', text)
export const parseSignUpId = (text: string): SignUpId | undefined => parseId('sup', text)
export const parseLinkId = (text: string): LinkId | undefined => parseId('otl', text)
export const parseMailId = (text: string): MailId | undefined => parseId('mail', text)
export const parseStreamId = (text: string): StreamId | undefined => parseId('str', text)
export const parseWebhookId = (text: string): WebhookId | undefined => parseId('whk', text)
export const parseDeliveryId = (text: string): DeliveryId | undefined => parseId('msg', text)
