import { maskAddress } from './mask-address.js'
import type { Message, Sender } from './message.js'

export interface AddressChangedFacts extends Sender {
  /** Whole; the message shows it masked, since this mailbox may be somebody else's by now. */
  readonly newAddress: string
}

/** To the address an account had until now. */
export const addressChanged: Message<AddressChangedFacts> = {
  en: ({ service, newAddress }) => ({
    subject: `Your address at ${service} was changed`,
    paragraphs: [
      `Your account at ${service} has a new address: ${maskAddress(newAddress)}.`,
      'Messages go there from now on, and this address no longer signs in.',
    ],
    closing: `It was not you? Then somebody else has your account. Please get in touch with ${service} right away.`,
  }),
  de: ({ service, newAddress }) => ({
    subject: `Ihre Adresse bei ${service} wurde geändert`,
    paragraphs: [
      `Ihr Konto bei ${service} hat eine neue Adresse: ${maskAddress(newAddress)}.`,
      'Nachrichten gehen von nun an dorthin, und mit dieser Adresse ist keine Anmeldung mehr möglich.',
    ],
    closing: `Das waren nicht Sie? Dann hat jemand anderes Ihr Konto. Bitte wenden Sie sich umgehend an ${service}.`,
  }),
  fr: ({ service, newAddress }) => ({
    subject: `Votre adresse chez ${service} a été changée`,
    paragraphs: [
      `Votre compte chez ${service} a une nouvelle adresse : ${maskAddress(newAddress)}.`,
      'Les messages y sont désormais envoyés, et cette adresse-ci ne permet plus de se connecter.',
    ],
    closing: `Ce n’était pas vous ? Quelqu’un d’autre a alors votre compte. Veuillez contacter ${service} sans attendre.`,
  }),
}
