import type { Handler } from 'hono'
import type { MicrosoftProvider } from './create-microsoft-provider.js'

/**
 * Every key says whose tokens it may sign, with the template where those are many.
 * https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-the-issuer
 */
export const keys =
  (provider: MicrosoftProvider): Handler =>
  async (context) => {
    const { keys: all } = await provider.keys.published()
    const published = all.map((key) => ({ ...key, issuer: provider.issuer }))
    return context.json({ keys: published }, 200, { 'Cache-Control': 'no-cache' })
  }
