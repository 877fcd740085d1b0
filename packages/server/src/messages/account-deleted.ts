import type { Message, Sender } from './message.js'

/** To the address of an account that is gone. */
export const accountDeleted: Message<Sender> = {
  en: ({ service }) => ({
    subject: `Your account at ${service} was deleted`,
    paragraphs: [
      `Your account at ${service} was deleted, and you are signed out everywhere.`,
      'This is the last message about it. Thank you for having been with us; you are welcome to sign up again at any time.',
    ],
    closing: `It was not you? Then please get in touch with ${service} right away.`,
  }),
  de: ({ service }) => ({
    subject: `Ihr Konto bei ${service} wurde gelöscht`,
    paragraphs: [
      `Ihr Konto bei ${service} wurde gelöscht, und Sie sind überall abgemeldet.`,
      'Dies ist die letzte Nachricht dazu. Danke, dass Sie bei uns waren; Sie können sich jederzeit wieder registrieren.',
    ],
    closing: `Das waren nicht Sie? Dann wenden Sie sich bitte umgehend an ${service}.`,
  }),
  fr: ({ service }) => ({
    subject: `Votre compte chez ${service} a été supprimé`,
    paragraphs: [
      `Votre compte chez ${service} a été supprimé, et vous êtes déconnecté(e) partout.`,
      'Ceci est le dernier message à son sujet. Merci d’avoir été des nôtres ; vous pouvez vous réinscrire à tout moment.',
    ],
    closing: `Ce n’était pas vous ? Veuillez contacter ${service} sans attendre.`,
  }),
}
