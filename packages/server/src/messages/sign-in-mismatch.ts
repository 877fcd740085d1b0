import type { Message, Sender } from './message.js'

export interface SignInMismatchFacts extends Sender {
  /** With whom somebody tried: `GitHub`. */
  readonly provider: string
  /** With whom the owner has signed in before: `Google`. */
  readonly otherProviders: readonly string[]
  readonly hasPassword: boolean
  readonly signInLink: string
}

/** The ways that work, in words. */
const listed = (
  locale: string,
  { otherProviders, hasPassword }: SignInMismatchFacts,
  password: string,
): string =>
  new Intl.ListFormat(locale, { type: 'disjunction' }).format([
    ...otherProviders,
    ...(hasPassword ? [password] : []),
  ])

/**
 * To the owner of an address that somebody came with from a provider which has not verified it. Only here is it said how the
 * owner signs in: the person at the provider is told nothing.
 */
export const signInMismatch: Message<SignInMismatchFacts> = {
  en: (facts) => ({
    subject: `Signing in to ${facts.service} with ${facts.provider}`,
    paragraphs: [
      `Somebody, perhaps you, has just tried to sign in to ${facts.service} with ${facts.provider}. ${facts.provider} has not ` +
        'verified this address, and your account has it, so nobody was let in.',
      `Sign in with ${listed('en', facts, 'your password')}. You can then link ${facts.provider} in your account.`,
    ],
    actions: [{ label: 'Sign in', link: facts.signInLink }],
    closing: 'It was not you? Then there is nothing to do: nobody has got into your account.',
  }),
  de: (facts) => ({
    subject: `Anmeldung bei ${facts.service} mit ${facts.provider}`,
    paragraphs: [
      `Bei ${facts.service} wollte sich gerade jemand, vielleicht Sie selbst, mit ${facts.provider} anmelden. ${facts.provider} ` +
        'hat diese Adresse nicht bestätigt, und sie gehört zu Ihrem Konto. Deshalb wurde niemand eingelassen.',
      `Melden Sie sich mit ${listed('de', facts, 'Ihrem Passwort')} an. Danach können Sie ${facts.provider} in Ihrem Konto verknüpfen.`,
    ],
    actions: [{ label: 'Anmelden', link: facts.signInLink }],
    closing: 'Das waren nicht Sie? Dann ist nichts zu tun: Niemand ist in Ihr Konto gelangt.',
  }),
  fr: (facts) => ({
    subject: `Connexion à ${facts.service} avec ${facts.provider}`,
    paragraphs: [
      `Quelqu’un, peut-être vous, vient d’essayer de se connecter à ${facts.service} avec ${facts.provider}. ${facts.provider} ` +
        'n’a pas vérifié cette adresse, qui est celle de votre compte. Personne n’est donc entré.',
      `Connectez-vous avec ${listed('fr', facts, 'votre mot de passe')}. Vous pourrez ensuite associer ${facts.provider} à votre compte.`,
    ],
    actions: [{ label: 'Se connecter', link: facts.signInLink }],
    closing: 'Ce n’était pas vous ? Il n’y a rien à faire : personne n’est entré dans votre compte.',
  }),
}
