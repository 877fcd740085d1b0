import type { Millis } from '../model/time.js'
import type { Message, Sender } from './message.js'
import { sayDuration } from './say-duration.js'

export interface ConfirmSignUpFacts extends Sender {
  readonly link: string
  /** Six digits. */
  readonly code: string
  readonly validFor: Millis
}

/** To whoever signed up with an address that nobody has here. */
export const confirmSignUp: Message<ConfirmSignUpFacts> = {
  en: ({ service, link, code, validFor }) => ({
    subject: `Confirm your address for ${service}`,
    paragraphs: [
      `Welcome to ${service}! One step is left: please confirm that this address is yours.`,
      `The link and the code work for ${sayDuration(validFor, 'en')}.`,
    ],
    actions: [{ label: 'Confirm my address', link }],
    code: { label: 'Or type this code into the window where you signed up:', digits: code },
    closing:
      'You did not sign up? Then somebody mistyped their address. Please ignore this message and give the code to nobody: ' +
      'without it no account is opened.',
  }),
  de: ({ service, link, code, validFor }) => ({
    subject: `Bestätigen Sie Ihre Adresse für ${service}`,
    paragraphs: [
      `Willkommen bei ${service}! Ein Schritt fehlt noch: Bitte bestätigen Sie, dass diese Adresse Ihnen gehört.`,
      `Der Link und der Code gelten ${sayDuration(validFor, 'de')}.`,
    ],
    actions: [{ label: 'Adresse bestätigen', link }],
    code: {
      label: 'Oder geben Sie diesen Code in dem Fenster ein, in dem Sie sich registriert haben:',
      digits: code,
    },
    closing:
      'Sie haben sich nicht registriert? Dann hat sich jemand bei der Adresse vertippt. Bitte beachten Sie diese Nachricht ' +
      'nicht und geben Sie den Code niemandem: Ohne ihn wird kein Konto eröffnet.',
  }),
  fr: ({ service, link, code, validFor }) => ({
    subject: `Confirmez votre adresse pour ${service}`,
    paragraphs: [
      `Bienvenue chez ${service} ! Il reste une étape : veuillez confirmer que cette adresse est la vôtre.`,
      `Le lien et le code sont valables ${sayDuration(validFor, 'fr')}.`,
    ],
    actions: [{ label: 'Confirmer mon adresse', link }],
    code: {
      label: 'Ou saisissez ce code dans la fenêtre où vous vous êtes inscrit(e) :',
      digits: code,
    },
    closing:
      'Vous ne vous êtes pas inscrit(e) ? Quelqu’un s’est alors trompé d’adresse. Ignorez ce message et ne donnez le code à ' +
      'personne : sans lui, aucun compte n’est ouvert.',
  }),
}
