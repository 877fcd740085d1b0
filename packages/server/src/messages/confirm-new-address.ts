import type { Millis } from '../model/time.js'
import type { Message, Sender } from './message.js'
import { sayDuration } from './say-duration.js'

export interface ConfirmNewAddressFacts extends Sender {
  readonly link: string
  /** Six digits. */
  readonly code: string
  readonly validFor: Millis
}

/** To the address that an account is to have from now on. */
export const confirmNewAddress: Message<ConfirmNewAddressFacts> = {
  en: ({ service, link, code, validFor }) => ({
    subject: `Confirm your new address for ${service}`,
    paragraphs: [
      `This is to be the new address of your account at ${service}. Please confirm that it is yours.`,
      `The link and the code work for ${sayDuration(validFor, 'en')}. Until then your account keeps the address it has.`,
    ],
    actions: [{ label: 'Confirm my new address', link }],
    code: { label: 'Or type this code where you are signed in:', digits: code },
    closing:
      'You have no account there, or did not change its address? Then please ignore this message and give the code to nobody: ' +
      'without it nothing changes.',
  }),
  de: ({ service, link, code, validFor }) => ({
    subject: `Bestätigen Sie Ihre neue Adresse für ${service}`,
    paragraphs: [
      `Dies soll die neue Adresse Ihres Kontos bei ${service} werden. Bitte bestätigen Sie, dass sie Ihnen gehört.`,
      `Der Link und der Code gelten ${sayDuration(validFor, 'de')}. Bis dahin behält Ihr Konto seine bisherige Adresse.`,
    ],
    actions: [{ label: 'Neue Adresse bestätigen', link }],
    code: { label: 'Oder geben Sie diesen Code dort ein, wo Sie angemeldet sind:', digits: code },
    closing:
      'Sie haben dort kein Konto oder seine Adresse nicht geändert? Dann beachten Sie diese Nachricht bitte nicht und geben Sie ' +
      'den Code niemandem: Ohne ihn ändert sich nichts.',
  }),
  fr: ({ service, link, code, validFor }) => ({
    subject: `Confirmez votre nouvelle adresse pour ${service}`,
    paragraphs: [
      `Cette adresse doit devenir celle de votre compte chez ${service}. Veuillez confirmer qu’elle est la vôtre.`,
      `Le lien et le code sont valables ${sayDuration(validFor, 'fr')}. D’ici là, votre compte garde son adresse actuelle.`,
    ],
    actions: [{ label: 'Confirmer ma nouvelle adresse', link }],
    code: { label: 'Ou saisissez ce code là où vous êtes connecté(e) :', digits: code },
    closing:
      'Vous n’y avez pas de compte, ou n’avez pas changé son adresse ? Ignorez ce message et ne donnez le code à personne : ' +
      'sans lui, rien ne change.',
  }),
}
