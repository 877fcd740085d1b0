import type { EndSession } from './end-session.js'
import type { HostEvents } from './host-config.js'
import { readSessionForm, withoutSessionForm } from './session-form.js'

/** Signing out of NextAuth ends the Latchkey session. The app's handlers see the JWT without our tokens. */
export const connectEvents = (
  own: HostEvents = {},
  { endSession }: { readonly endSession: EndSession },
): HostEvents => ({
  ...own,

  signOut: async (message) => {
    const form = readSessionForm(message.token)
    if (form !== undefined) await endSession(form)
    await own.signOut?.(withoutForm(message))
  },

  session: async (message) => {
    await own.session?.(withoutForm(message))
  },
})

const withoutForm = <Message extends { token?: Record<string, unknown> | null | undefined }>(
  message: Message,
): Message => (message.token ? { ...message, token: withoutSessionForm(message.token) } : message)
