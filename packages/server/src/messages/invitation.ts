import type { Millis } from '../model/time.js'
import type { Message, Sender } from './message.js'
import { sayDuration } from './say-duration.js'

export interface InvitationFacts extends Sender {
  readonly link: string
  readonly validFor: Millis
}

/** To somebody for whom the people who run the service have made an account. */
export const invitation: Message<InvitationFacts> = {
  en: ({ service, link, validFor }) => ({
    subject: `Your account at ${service}`,
    paragraphs: [
      `The people who run ${service} have made an account for this address.`,
      `Choose a password on this page, and it is yours. The link works once, for ${sayDuration(validFor, 'en')}.`,
    ],
    actions: [{ label: 'Choose a password', link }],
    closing: 'You did not expect this? Then ignore this message: without a password nobody can sign in.',
  }),
  de: ({ service, link, validFor }) => ({
    subject: `Ihr Konto bei ${service}`,
    paragraphs: [
      `Die Betreiber von ${service} haben für diese Adresse ein Konto angelegt.`,
      `Wählen Sie auf dieser Seite ein Passwort, dann gehört es Ihnen. Der Link gilt einmal und ${sayDuration(validFor, 'de')} lang.`,
    ],
    actions: [{ label: 'Passwort wählen', link }],
    closing:
      'Sie haben das nicht erwartet? Dann beachten Sie diese Nachricht bitte nicht: Ohne Passwort kann sich niemand anmelden.',
  }),
  fr: ({ service, link, validFor }) => ({
    subject: `Votre compte chez ${service}`,
    paragraphs: [
      `Les responsables de ${service} ont créé un compte pour cette adresse.`,
      `Choisissez un mot de passe sur cette page, et il est à vous. Le lien sert une seule fois, pendant ${sayDuration(validFor, 'fr')}.`,
    ],
    actions: [{ label: 'Choisir un mot de passe', link }],
    closing:
      'Vous ne vous y attendiez pas ? Ignorez ce message : sans mot de passe, personne ne peut se connecter.',
  }),
}
