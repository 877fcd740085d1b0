import type { Message, Sender } from './message.js'

export interface ApiKeyCreatedFacts extends Sender {
  /** The last letters of the key. */
  readonly hint: string
  /** Where to sign in, and from there to the account. */
  readonly signInLink: string
}

/** To the owner of an account, after an API key was made for it. */
export const apiKeyCreated: Message<ApiKeyCreatedFacts> = {
  en: ({ service, hint, signInLink }) => ({
    subject: `A new API key for your account at ${service}`,
    paragraphs: [
      `Your account at ${service} has a new API key, which ends in ${hint}.`,
      'It was you? Then all is well. Programs that have the key act in your name until it expires, or until you end it.',
    ],
    actions: [{ label: 'Look at your account', link: signInLink }],
    closing:
      'It was not you? Then somebody else has used your account: end the key there, sign out everywhere, and change your password.',
  }),
  de: ({ service, hint, signInLink }) => ({
    subject: `Ein neuer API-Schlüssel für Ihr Konto bei ${service}`,
    paragraphs: [
      `Für Ihr Konto bei ${service} wurde gerade ein API-Schlüssel angelegt, der auf ${hint} endet.`,
      'Das waren Sie? Dann ist alles in Ordnung. Programme, die den Schlüssel haben, handeln in Ihrem Namen, bis er abläuft oder ' +
        'Sie ihn beenden.',
    ],
    actions: [{ label: 'Zum eigenen Konto', link: signInLink }],
    closing:
      'Das waren nicht Sie? Dann hat jemand anderes Ihr Konto benutzt: Beenden Sie dort den Schlüssel, melden Sie sich überall ab ' +
      'und ändern Sie Ihr Passwort.',
  }),
  fr: ({ service, hint, signInLink }) => ({
    subject: `Une nouvelle clé d’API pour votre compte chez ${service}`,
    paragraphs: [
      `Une clé d’API qui se termine par ${hint} vient d’être créée pour votre compte chez ${service}.`,
      'C’était vous ? Alors tout va bien. Les programmes qui ont cette clé agissent en votre nom jusqu’à ce qu’elle expire, ou que ' +
        'vous la supprimiez.',
    ],
    actions: [{ label: 'Voir votre compte', link: signInLink }],
    closing:
      'Ce n’était pas vous ? Quelqu’un d’autre s’est alors servi de votre compte : supprimez la clé, déconnectez tous vos appareils ' +
      'et changez votre mot de passe.',
  }),
}
