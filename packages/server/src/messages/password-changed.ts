import type { Message, Sender } from './message.js'

export interface PasswordChangedFacts extends Sender {
  /** Where to ask for a new password. It carries no token: whoever reads this later gains nothing by it. */
  readonly resetLink: string
}

/** To the owner of an account, after its password was changed or reset. */
export const passwordChanged: Message<PasswordChangedFacts> = {
  en: ({ service, resetLink }) => ({
    subject: `Your password at ${service} was changed`,
    paragraphs: [
      `The password of your account at ${service} has just been changed.`,
      'It was you? Then all is well. Your other devices were signed out.',
    ],
    actions: [{ label: 'It was not me: choose a new password', link: resetLink }],
    closing:
      'It was not you? Then choose a new password right away, and change the password of this mailbox too: it may be known.',
  }),
  de: ({ service, resetLink }) => ({
    subject: `Ihr Passwort bei ${service} wurde geändert`,
    paragraphs: [
      `Das Passwort Ihres Kontos bei ${service} wurde gerade geändert.`,
      'Das waren Sie? Dann ist alles in Ordnung. Ihre anderen Geräte wurden abgemeldet.',
    ],
    actions: [{ label: 'Das war ich nicht: neues Passwort wählen', link: resetLink }],
    closing:
      'Das waren nicht Sie? Dann wählen Sie sofort ein neues Passwort, und ändern Sie auch das Passwort dieses Postfachs: Es ' +
      'könnte bekannt sein.',
  }),
  fr: ({ service, resetLink }) => ({
    subject: `Votre mot de passe chez ${service} a été changé`,
    paragraphs: [
      `Le mot de passe de votre compte chez ${service} vient d’être changé.`,
      'C’était vous ? Alors tout va bien. Vos autres appareils ont été déconnectés.',
    ],
    actions: [{ label: 'Ce n’était pas moi : choisir un nouveau mot de passe', link: resetLink }],
    closing:
      'Ce n’était pas vous ? Choisissez tout de suite un nouveau mot de passe, et changez aussi celui de cette boîte aux ' +
      'lettres : il est peut-être connu.',
  }),
}
