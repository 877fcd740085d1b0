import type { Message, Sender } from './message.js'

/** To the owner of an address that somebody wanted to give to another account. The person who asked is not told. */
export const addressTakenByYou: Message<Sender> = {
  en: ({ service }) => ({
    subject: `This address already has an account at ${service}`,
    paragraphs: [
      `Somebody, perhaps you, wanted to give this address to another account at ${service}.`,
      'It belongs to an account of yours already, and an address belongs to one account only. So nothing was changed.',
    ],
    closing:
      'It was you? Then sign in with this address, or choose another one for the other account. It was not you? Then there is ' +
      'nothing to do: nobody has got into your account.',
  }),
  de: ({ service }) => ({
    subject: `Diese Adresse hat bereits ein Konto bei ${service}`,
    paragraphs: [
      `Jemand, vielleicht Sie selbst, wollte diese Adresse einem anderen Konto bei ${service} geben.`,
      'Sie gehört aber schon zu einem Konto von Ihnen, und jede Adresse gehört nur zu einem. Deshalb wurde nichts geändert.',
    ],
    closing:
      'Das waren Sie? Dann melden Sie sich mit dieser Adresse an oder wählen Sie für das andere Konto eine andere. Das waren ' +
      'nicht Sie? Dann ist nichts zu tun: Niemand ist in Ihr Konto gelangt.',
  }),
  fr: ({ service }) => ({
    subject: `Cette adresse a déjà un compte chez ${service}`,
    paragraphs: [
      `Quelqu’un, peut-être vous, a voulu donner cette adresse à un autre compte chez ${service}.`,
      'Or elle appartient déjà à l’un de vos comptes, et une adresse n’appartient qu’à un seul. Rien n’a donc été changé.',
    ],
    closing:
      'C’était vous ? Connectez-vous avec cette adresse, ou choisissez-en une autre pour l’autre compte. Ce n’était pas vous ? ' +
      'Il n’y a rien à faire : personne n’est entré dans votre compte.',
  }),
}
