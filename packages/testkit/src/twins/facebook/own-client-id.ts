import type { FacebookProvider } from './create-facebook-provider.js'

/** The application whose ids the cast shows. */
export const ownClientIdOf = ({ clients }: FacebookProvider): string => {
  const [clientId = ''] = clients.keys()
  return clientId
}
