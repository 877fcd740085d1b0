import type { Message, Sender } from './message.js'

export interface ApiKeyRevokedFacts extends Sender {
  /** The last letters of the key. */
  readonly hint: string
  /** Where to sign in, and from there to the account. */
  readonly signInLink: string
}

/** To the owner of an API key, after somebody showed it to have it ended. */
export const apiKeyRevoked: Message<ApiKeyRevokedFacts> = {
  en: ({ service, hint, signInLink }) => ({
    subject: `An API key of your account at ${service} was ended`,
    paragraphs: [
      `The API key that ends in ${hint} opens nothing any more: a program, or somebody who had found the key, asked us to end it.`,
      'Programs of yours that used it need another one.',
    ],
    actions: [{ label: 'Look at your account', link: signInLink }],
    closing:
      'It was not you? Then somebody else has had the key: look at what was done with it, and at where it was kept, before you make another.',
  }),
  de: ({ service, hint, signInLink }) => ({
    subject: `Ein API-Schlüssel Ihres Kontos bei ${service} wurde beendet`,
    paragraphs: [
      `Der API-Schlüssel, der auf ${hint} endet, öffnet nichts mehr: Ein Programm, oder jemand, der den Schlüssel gefunden hat, hat ` +
        'uns gebeten, ihn zu beenden.',
      'Ihre Programme, die ihn benutzt haben, brauchen einen anderen.',
    ],
    actions: [{ label: 'Zum eigenen Konto', link: signInLink }],
    closing:
      'Das waren nicht Sie? Dann hatte jemand anderes den Schlüssel: Sehen Sie nach, was damit getan wurde und wo er lag, bevor Sie ' +
      'einen neuen anlegen.',
  }),
  fr: ({ service, hint, signInLink }) => ({
    subject: `Une clé d’API de votre compte chez ${service} a été supprimée`,
    paragraphs: [
      `La clé d’API qui se termine par ${hint} n’ouvre plus rien : un programme, ou quelqu’un qui avait trouvé la clé, nous a demandé ` +
        'de la supprimer.',
      'Vos programmes qui s’en servaient ont besoin d’une autre.',
    ],
    actions: [{ label: 'Voir votre compte', link: signInLink }],
    closing:
      'Ce n’était pas vous ? Quelqu’un d’autre a alors eu cette clé : voyez ce qui en a été fait, et où elle se trouvait, avant ' +
      'd’en créer une autre.',
  }),
}
