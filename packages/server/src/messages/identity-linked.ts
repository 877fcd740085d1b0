import type { Message, Sender } from './message.js'

export interface IdentityLinkedFacts extends Sender {
  /** As people know the provider: `GitHub`. */
  readonly provider: string
  /** Where to sign in, and from there to the account. */
  readonly signInLink: string
}

/** To the owner of an account, after an account elsewhere was linked to it. */
export const identityLinked: Message<IdentityLinkedFacts> = {
  en: ({ service, provider, signInLink }) => ({
    subject: `You can sign in to ${service} with ${provider} now`,
    paragraphs: [
      `An account at ${provider} has just been linked to your account at ${service}.`,
      'It was you? Then all is well: from now on either will do to sign in.',
    ],
    actions: [{ label: 'Look at your account', link: signInLink }],
    closing:
      'It was not you? Then somebody else has used your account: unlink it there, sign out everywhere, and change your password.',
  }),
  de: ({ service, provider, signInLink }) => ({
    subject: `Anmeldung bei ${service} jetzt auch mit ${provider}`,
    paragraphs: [
      `Ein Konto bei ${provider} wurde gerade mit Ihrem Konto bei ${service} verknüpft.`,
      'Das waren Sie? Dann ist alles in Ordnung: Von nun an können Sie sich auch damit anmelden.',
    ],
    actions: [{ label: 'Zum eigenen Konto', link: signInLink }],
    closing:
      'Das waren nicht Sie? Dann hat jemand anderes Ihr Konto benutzt: Lösen Sie dort die Verknüpfung, melden Sie sich überall ab ' +
      'und ändern Sie Ihr Passwort.',
  }),
  fr: ({ service, provider, signInLink }) => ({
    subject: `Connexion à ${service} possible avec ${provider}`,
    paragraphs: [
      `Un compte ${provider} vient d’être associé à votre compte chez ${service}.`,
      'C’était vous ? Alors tout va bien : vous pouvez désormais vous connecter avec l’un ou l’autre.',
    ],
    actions: [{ label: 'Voir votre compte', link: signInLink }],
    closing:
      'Ce n’était pas vous ? Quelqu’un d’autre s’est alors servi de votre compte : dissociez-le, déconnectez tous vos appareils et ' +
      'changez votre mot de passe.',
  }),
}
