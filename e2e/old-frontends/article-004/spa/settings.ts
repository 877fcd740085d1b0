/** Where a provider asks people, and as whom this app is known there. */
export interface ProviderLink {
  /** The whole address of its authorization endpoint. */
  readonly authorizeUrl: string
  readonly clientId: string
}

/** What the app is built with. */
export interface Settings {
  /** By the name the API has for them. */
  readonly providers: Readonly<Partial<Record<'github' | 'google-oauth2' | 'facebook', ProviderLink>>>
}

export const readSettings = (): Settings => JSON.parse(document.querySelector('#settings')?.textContent ?? '')
