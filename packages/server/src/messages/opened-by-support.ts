import type { Message, Sender } from './message.js'

export interface OpenedBySupportFacts extends Sender {
  /** Where to sign in, and from there to the list of sessions. */
  readonly signInLink: string
}

/** To the owner of an account, after an operator began to act as them. Not who it was, nor why: that stands in the history. */
export const openedBySupport: Message<OpenedBySupportFacts> = {
  en: ({ service, signInLink }) => ({
    subject: `Support has opened your account at ${service}`,
    paragraphs: [
      `Somebody from the support of ${service} now sees your account as you see it, for an hour at most.`,
      'They do not know your password and can change nothing about the account itself. In your list of sessions it is called support; ' +
        'you can end it there at any time.',
    ],
    actions: [{ label: 'Look at your account', link: signInLink }],
    closing: `You did not ask for help? Then ask ${service} why: it is on record who it was, and for what reason.`,
  }),
  de: ({ service, signInLink }) => ({
    subject: `Der Support hat Ihr Konto bei ${service} geöffnet`,
    paragraphs: [
      `Jemand vom Support von ${service} sieht Ihr Konto jetzt so, wie Sie es sehen, höchstens eine Stunde lang.`,
      'Ihr Passwort ist dort nicht bekannt, und am Konto selbst kann nichts geändert werden. In der Liste Ihrer Sitzungen steht sie als ' +
        'Support; dort können Sie sie jederzeit beenden.',
    ],
    actions: [{ label: 'Zum eigenen Konto', link: signInLink }],
    closing: `Sie haben nicht um Hilfe gebeten? Dann fragen Sie ${service} nach dem Grund: Es ist festgehalten, wer es war und wozu.`,
  }),
  fr: ({ service, signInLink }) => ({
    subject: `L’assistance a ouvert votre compte chez ${service}`,
    paragraphs: [
      `Une personne de l’assistance de ${service} voit maintenant votre compte comme vous le voyez, pendant une heure au plus.`,
      'Elle ne connaît pas votre mot de passe et ne peut rien changer au compte lui-même. Dans la liste de vos sessions, elle figure ' +
        'comme assistance ; vous pouvez y mettre fin à tout moment.',
    ],
    actions: [{ label: 'Voir votre compte', link: signInLink }],
    closing: `Vous n’avez pas demandé d’aide ? Demandez alors à ${service} pourquoi : il est consigné qui c’était, et pour quelle raison.`,
  }),
}
