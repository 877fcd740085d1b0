import type { Millis } from '../model/time.js'
import type { Message, Sender } from './message.js'
import { sayDuration } from './say-duration.js'

export interface ResetPasswordFacts extends Sender {
  readonly link: string
  readonly validFor: Millis
}

/** To the owner of an account, when somebody asked for a new password. */
export const resetPassword: Message<ResetPasswordFacts> = {
  en: ({ service, link, validFor }) => ({
    subject: `Choose a new password for ${service}`,
    paragraphs: [
      `You asked for a new password at ${service}. Choose it on this page.`,
      `The link works once, for ${sayDuration(validFor, 'en')}. Afterwards you are signed out everywhere and sign in with the ` +
        'new password.',
    ],
    actions: [{ label: 'Choose a new password', link }],
    closing:
      'You did not ask? Then please ignore this message and pass it on to nobody: your password stays as it is.',
  }),
  de: ({ service, link, validFor }) => ({
    subject: `Wählen Sie ein neues Passwort für ${service}`,
    paragraphs: [
      `Sie haben bei ${service} um ein neues Passwort gebeten. Wählen Sie es auf dieser Seite.`,
      `Der Link gilt einmal und ${sayDuration(validFor, 'de')} lang. Danach sind Sie überall abgemeldet und melden sich mit dem ` +
        'neuen Passwort an.',
    ],
    actions: [{ label: 'Neues Passwort wählen', link }],
    closing:
      'Sie haben nicht darum gebeten? Dann beachten Sie diese Nachricht bitte nicht und geben Sie sie niemandem weiter: Ihr ' +
      'Passwort bleibt, wie es ist.',
  }),
  fr: ({ service, link, validFor }) => ({
    subject: `Choisissez un nouveau mot de passe pour ${service}`,
    paragraphs: [
      `Vous avez demandé un nouveau mot de passe chez ${service}. Choisissez-le sur cette page.`,
      `Le lien sert une seule fois, pendant ${sayDuration(validFor, 'fr')}. Vous serez ensuite déconnecté(e) partout et vous ` +
        'vous connecterez avec le nouveau mot de passe.',
    ],
    actions: [{ label: 'Choisir un nouveau mot de passe', link }],
    closing:
      'Vous n’avez rien demandé ? Ignorez ce message et ne le transmettez à personne : votre mot de passe reste le même.',
  }),
}
