import type { Message, Sender } from './message.js'

export interface IdentityUnlinkedFacts extends Sender {
  /** As people know the provider: `GitHub`. */
  readonly provider: string
  readonly signInLink: string
}

/** To the owner of an account, after an account elsewhere was unlinked from it. */
export const identityUnlinked: Message<IdentityUnlinkedFacts> = {
  en: ({ service, provider, signInLink }) => ({
    subject: `${provider} no longer signs you in to ${service}`,
    paragraphs: [
      `Your account at ${service} is no longer linked to an account at ${provider}.`,
      'It was you? Then all is well. Your other ways to sign in are as they were.',
    ],
    actions: [{ label: 'Look at your account', link: signInLink }],
    closing:
      'It was not you? Then somebody else has used your account: sign in another way, sign out everywhere, and change your password.',
  }),
  de: ({ service, provider, signInLink }) => ({
    subject: `Keine Anmeldung bei ${service} mehr mit ${provider}`,
    paragraphs: [
      `Die Verknüpfung Ihres Kontos bei ${service} mit einem Konto bei ${provider} wurde gerade gelöst.`,
      'Das waren Sie? Dann ist alles in Ordnung. Ihre anderen Anmeldewege sind geblieben.',
    ],
    actions: [{ label: 'Zum eigenen Konto', link: signInLink }],
    closing:
      'Das waren nicht Sie? Dann hat jemand anderes Ihr Konto benutzt: Melden Sie sich auf anderem Weg an, melden Sie sich überall ' +
      'ab und ändern Sie Ihr Passwort.',
  }),
  fr: ({ service, provider, signInLink }) => ({
    subject: `${provider} ne vous connecte plus à ${service}`,
    paragraphs: [
      `Un compte ${provider} vient d’être dissocié de votre compte chez ${service}.`,
      'C’était vous ? Alors tout va bien. Vos autres moyens de connexion restent les mêmes.',
    ],
    actions: [{ label: 'Voir votre compte', link: signInLink }],
    closing:
      'Ce n’était pas vous ? Quelqu’un d’autre s’est alors servi de votre compte : connectez-vous autrement, déconnectez tous vos ' +
      'appareils et changez votre mot de passe.',
  }),
}
