import type { ProviderKind, ProviderOptions } from '@latchkey/contract'

/** An option of a kind that is typed into one line. */
export interface TypedOption {
  readonly name: keyof Pick<
    ProviderOptions,
    'issuer' | 'domain' | 'realmUrl' | 'baseUrl' | 'apiUrl' | 'teamId' | 'keyId'
  >
  readonly label: string
  readonly hint: string
  readonly isNeeded?: boolean
}

/** What the form of a kind asks for. */
export interface KindForm {
  readonly label: string
  /** Where at the provider what is asked for stands. */
  readonly where: string
  /** Without ID tokens there is one client id. */
  readonly isOneClient?: boolean
  readonly options: readonly TypedOption[]
}

const standIn = (name: 'issuer' | 'baseUrl', who: string): TypedOption => ({
  name,
  label: 'Another address',
  hint: `Of something that behaves like ${who}, for development. Empty: ${who} itself.`,
})
const issuer = (hint: string): TypedOption => ({ name: 'issuer', label: 'Issuer', hint, isNeeded: true })

/** In the order of the menu. */
export const kindForms: Readonly<Record<ProviderKind, KindForm>> = {
  google: {
    label: 'Google',
    where:
      'Google Cloud console, APIs & Services, Credentials: an OAuth client ID of the type Web application.',
    options: [standIn('issuer', 'Google')],
  },
  github: {
    label: 'GitHub',
    where:
      'GitHub, Settings, Developer settings, OAuth Apps: Client ID, and a client secret you generate there.',
    isOneClient: true,
    options: [
      {
        name: 'baseUrl',
        label: 'Another address',
        hint: 'Of GitHub Enterprise Server, or of a stand-in. Empty: github.com.',
      },
      { name: 'apiUrl', label: 'Address of its API', hint: 'Empty: /api/v3 below the other address.' },
    ],
  },
  microsoft: {
    label: 'Microsoft',
    where:
      'Microsoft Entra admin center, App registrations: Application (client) ID; below Certificates & secrets the value of a client secret.',
    options: [standIn('baseUrl', 'Microsoft')],
  },
  apple: {
    label: 'Apple',
    where:
      'Apple Developer, Certificates, Identifiers & Profiles: a Services ID is the client id, below Keys a key with Sign in with Apple.',
    options: [
      { name: 'teamId', label: 'Team ID', hint: 'Ten characters, on the membership page.' },
      { name: 'keyId', label: 'Key ID', hint: 'Ten characters, beside the key.' },
      standIn('issuer', 'Apple'),
    ],
  },
  facebook: {
    label: 'Facebook',
    where:
      'Meta for Developers, your app, App settings, Basic: App ID is the client id, App secret the secret.',
    isOneClient: true,
    options: [standIn('baseUrl', 'Facebook')],
  },
  auth0: {
    label: 'Auth0',
    where: 'Auth0 dashboard, Applications, your application, Settings: Domain, Client ID, Client Secret.',
    options: [
      {
        name: 'domain',
        label: 'Domain',
        hint: 'Such as https://example.eu.auth0.com, or your custom domain.',
        isNeeded: true,
      },
    ],
  },
  okta: {
    label: 'Okta',
    where: 'Okta admin console, Applications, your application: Client ID and Client secret.',
    options: [issuer('Such as https://example.okta.com, or with /oauth2/default behind it.')],
  },
  keycloak: {
    label: 'Keycloak',
    where: 'Keycloak admin console, Clients: the id of a client; below Credentials its secret.',
    options: [
      {
        name: 'realmUrl',
        label: 'Address of the realm',
        hint: 'Such as https://sso.example.com/realms/main.',
        isNeeded: true,
      },
    ],
  },
  cognito: {
    label: 'Amazon Cognito',
    where: 'Amazon Cognito, your user pool, App clients: Client ID and Client secret.',
    options: [issuer('Such as https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example.')],
  },
  gitlab: {
    label: 'GitLab',
    where:
      'GitLab, Preferences, Applications: Application ID is the client id, with the scopes openid, email and profile.',
    options: [standIn('issuer', 'GitLab')],
  },
  linkedin: {
    label: 'LinkedIn',
    where: 'LinkedIn Developers, your app, Auth: Client ID and Primary Client Secret.',
    options: [standIn('issuer', 'LinkedIn')],
  },
  slack: {
    label: 'Slack',
    where: 'Slack API, your app, Basic Information: Client ID and Client Secret.',
    options: [standIn('issuer', 'Slack')],
  },
  discord: {
    label: 'Discord',
    where: 'Discord Developer Portal, your application, OAuth2: Client ID and Client Secret.',
    isOneClient: true,
    options: [standIn('baseUrl', 'Discord')],
  },
  spotify: {
    label: 'Spotify',
    where: 'Spotify for Developers, Dashboard, your app, Settings: Client ID and Client secret.',
    isOneClient: true,
    options: [standIn('baseUrl', 'Spotify')],
  },
  x: {
    label: 'X',
    where: 'X developer portal, your app, Keys and tokens: OAuth 2.0 Client ID and Client Secret.',
    isOneClient: true,
    options: [standIn('baseUrl', 'X')],
  },
  twitch: {
    label: 'Twitch',
    where: 'Twitch Developers, Console, Applications: Client ID and a secret you make there.',
    options: [standIn('issuer', 'Twitch')],
  },
  oidc: {
    label: 'Any OpenID Connect issuer',
    where: 'What runs the issuer gives you a client id and a client secret for a web application.',
    options: [issuer('To the letter as it names itself, such as https://sso.example.com.')],
  },
}

export const kindChoices = (Object.keys(kindForms) as ProviderKind[]).map((value) => ({
  value,
  label: kindForms[value].label,
}))
