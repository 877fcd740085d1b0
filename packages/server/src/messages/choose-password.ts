import type { Millis } from '../model/time.js'
import type { Message, Sender } from './message.js'
import { sayDuration } from './say-duration.js'

export interface ChoosePasswordFacts extends Sender {
  readonly link: string
  readonly validFor: Millis
}

/** To whose address was confirmed, but not in the browser where the password was typed: nobody knows whose that is. */
export const choosePassword: Message<ChoosePasswordFacts> = {
  en: ({ service, link, validFor }) => ({
    subject: `One more step at ${service}: choose your password`,
    paragraphs: [
      `Your address is confirmed, and you have an account at ${service}.`,
      'It was confirmed in another browser than the one where somebody signed up, so the password typed there does not count. ' +
        'Choose yours on this page.',
      `The link works once, for ${sayDuration(validFor, 'en')}. Sign in with the password you choose.`,
    ],
    actions: [{ label: 'Choose a password', link }],
    closing:
      'You did not sign up? Then ignore this message and pass it on to nobody: nobody can sign in to this account.',
  }),
  de: ({ service, link, validFor }) => ({
    subject: `Noch ein Schritt bei ${service}: Wählen Sie Ihr Passwort`,
    paragraphs: [
      `Ihre Adresse ist bestätigt, und Sie haben ein Konto bei ${service}.`,
      'Bestätigt wurde sie in einem anderen Browser als dem, in dem sich jemand registriert hat. Das Passwort von dort gilt ' +
        'deshalb nicht. Wählen Sie Ihres auf dieser Seite.',
      `Der Link gilt einmal und ${sayDuration(validFor, 'de')} lang. Melden Sie sich danach mit dem gewählten Passwort an.`,
    ],
    actions: [{ label: 'Passwort wählen', link }],
    closing:
      'Sie haben sich nicht registriert? Dann beachten Sie diese Nachricht bitte nicht und geben Sie sie niemandem weiter: ' +
      'Niemand kann sich bei diesem Konto anmelden.',
  }),
  fr: ({ service, link, validFor }) => ({
    subject: `Encore une étape chez ${service} : choisissez votre mot de passe`,
    paragraphs: [
      `Votre adresse est confirmée, et vous avez un compte chez ${service}.`,
      'Elle a été confirmée dans un autre navigateur que celui de l’inscription : le mot de passe saisi là-bas ne compte donc ' +
        'pas. Choisissez le vôtre sur cette page.',
      `Le lien sert une seule fois, pendant ${sayDuration(validFor, 'fr')}. Connectez-vous ensuite avec ce mot de passe.`,
    ],
    actions: [{ label: 'Choisir un mot de passe', link }],
    closing:
      'Vous ne vous êtes pas inscrit(e) ? Ignorez ce message et ne le transmettez à personne : personne ne peut se connecter à ' +
      'ce compte.',
  }),
}
