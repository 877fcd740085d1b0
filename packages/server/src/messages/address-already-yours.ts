import type { Action, Message, Sender } from './message.js'

export interface AddressAlreadyYoursFacts extends Sender {
  /** Where to sign in, when the application has such a page. */
  readonly signInLink?: string | undefined
  /** Where to choose a new password. */
  readonly resetLink: string
}

/** To the owner of an address that somebody signed up with again. The person at the form is not told. */
export const addressAlreadyYours: Message<AddressAlreadyYoursFacts> = {
  en: ({ service, signInLink, resetLink }) => ({
    subject: `You already have an account at ${service}`,
    paragraphs: [
      `Somebody, perhaps you, has just signed up at ${service} with this address. It already has an account.`,
      'You can sign in as before. If the password has slipped your mind, choose a new one.',
    ],
    actions: [...offer('Sign in', signInLink), { label: 'Choose a new password', link: resetLink }],
    closing:
      'It was not you? Then there is nothing to do: your account is as it was, and nobody learned that you have one.',
  }),
  de: ({ service, signInLink, resetLink }) => ({
    subject: `Sie haben bereits ein Konto bei ${service}`,
    paragraphs: [
      `Jemand, vielleicht Sie selbst, hat sich gerade mit dieser Adresse bei ${service} registriert. Zu ihr gibt es schon ein ` +
        'Konto.',
      'Sie können sich wie gewohnt anmelden. Ist Ihnen das Passwort entfallen, wählen Sie einfach ein neues.',
    ],
    actions: [...offer('Anmelden', signInLink), { label: 'Neues Passwort wählen', link: resetLink }],
    closing:
      'Das waren nicht Sie? Dann ist nichts zu tun: Ihr Konto ist unverändert, und niemand hat erfahren, dass Sie eines haben.',
  }),
  fr: ({ service, signInLink, resetLink }) => ({
    subject: `Vous avez déjà un compte chez ${service}`,
    paragraphs: [
      `Quelqu’un, peut-être vous, vient de s’inscrire chez ${service} avec cette adresse. Elle a déjà un compte.`,
      'Vous pouvez vous connecter comme d’habitude. Si le mot de passe vous échappe, choisissez-en un nouveau.',
    ],
    actions: [
      ...offer('Se connecter', signInLink),
      { label: 'Choisir un nouveau mot de passe', link: resetLink },
    ],
    closing:
      'Ce n’était pas vous ? Il n’y a rien à faire : votre compte n’a pas changé, et personne n’a appris que vous en avez un.',
  }),
}

const offer = (label: string, link: string | undefined): readonly Action[] =>
  link === undefined ? [] : [{ label, link }]
