import { join } from 'node:path'

/**
 * Where the twins of the providers are that both apps sign in with, and what an app is known by there. In every copy of Latchkey:
 * no secrets. The other twins only Latchkey needs, and `latchkey dev` says by itself where they are.
 *
 * @param {string} providers
 */
const twinsAt = (providers) => ({
  GOOGLE_ISSUER: `${providers}/google`,
  AUTH_GOOGLE_ID: 'latchkey-development',
  AUTH_GOOGLE_SECRET: 'development-only',
  GITHUB_URL: `${providers}/github`,
  AUTH_GITHUB_ID: 'Ov23liLatchkeyDevelop',
  AUTH_GITHUB_SECRET: 'development-only',
})

/**
 * What `npm start` brings up, in the order people read it: each process, the environment that joins it to
 * the others, and the address that answers once it is ready.
 *
 * @param {ReturnType<typeof import('./settings.mjs').readSettings>} settings
 * @param {Record<string, string>} secrets
 */
export function describeServices({ root, ports, data, database, dev, hostedPages }, secrets) {
  const urls = {
    nextApp: `http://localhost:${ports.NEXT_APP_PORT}`,
    vueApp: `http://localhost:${ports.VUE_APP_PORT}`,
    latchkey: `http://localhost:${ports.LATCHKEY_PORT}`,
    providers: `http://localhost:${ports.DEV_PROVIDER_PORT}`,
    mailbox: `http://localhost:${ports.DEV_MAILBOX_PORT}`,
    todoApi: `http://localhost:${ports.TODO_API_PORT}`,
  }
  return [
    {
      name: 'Next.js app',
      url: urls.nextApp,
      purpose: 'Next.js with NextAuth: Google, GitHub, or address and password',
      readyAt: `${urls.nextApp}/`,
      command: [
        process.execPath,
        join(root, 'node_modules/next/dist/bin/next'),
        dev ? 'dev' : 'start',
        '--hostname',
        'localhost',
        '--port',
        String(ports.NEXT_APP_PORT),
      ],
      cwd: join(root, 'examples/next-app'),
      env: {
        NODE_ENV: dev ? 'development' : 'production',
        AUTH_URL: urls.nextApp,
        AUTH_SECRET: secrets.AUTH_SECRET,
        LATCHKEY_ISSUER: urls.latchkey,
        LATCHKEY_CLIENT_ID: 'next-app',
        LATCHKEY_CLIENT_SECRET: secrets.NEXT_APP_SECRET,
        ...twinsAt(urls.providers),
        TODO_API_URL: urls.todoApi,
        SIGN_UP_URL: `${urls.vueApp}/sign-up`,
        FORGOT_PASSWORD_URL: `${urls.vueApp}/forgot-password`,
        NEXT_TELEMETRY_DISABLED: '1',
      },
    },
    {
      name: 'Vue app',
      url: urls.vueApp,
      purpose: 'a single-page app with a session cookie: the same, Facebook, sign-up',
      readyAt: `${urls.vueApp}/`,
      command: [process.execPath, join(root, 'node_modules/vite/bin/vite.js'), ...(dev ? [] : ['preview'])],
      cwd: join(root, 'examples/vue-spa'),
      env: {
        NODE_ENV: dev ? 'development' : 'production',
        VUE_APP_PORT: String(ports.VUE_APP_PORT),
        LATCHKEY_URL: urls.latchkey,
        MAILBOX_URL: urls.mailbox,
      },
    },
    {
      name: 'Todo API',
      url: urls.todoApi,
      purpose: 'the API behind @latchkey/guard, with its own database',
      readyAt: `${urls.todoApi}/health`,
      command: [process.execPath, 'dist/main.js'],
      cwd: join(root, 'examples/todo-api'),
      env: {
        NODE_ENV: 'development',
        TODO_API_PORT: String(ports.TODO_API_PORT),
        TODO_API_AUDIENCE: urls.todoApi,
        TODO_DATABASE: join(data, 'todos.db'),
        LATCHKEY_ISSUER: urls.latchkey,
        AUTH0_DOMAIN: `${urls.providers}/auth0`,
      },
    },
    {
      name: 'Latchkey',
      url: urls.latchkey,
      purpose: 'the server: opens, refreshes and ends sessions',
      readyAt: `${urls.latchkey}/health`,
      command: [process.execPath, join(root, 'packages/server/bin/latchkey.js'), 'dev'],
      cwd: join(root, 'examples/auth-server'),
      env: {
        NODE_ENV: 'development',
        LATCHKEY_PORT: String(ports.LATCHKEY_PORT),
        LATCHKEY_ISSUER: urls.latchkey,
        LATCHKEY_DATABASE: database,
        LATCHKEY_SECRET: secrets.LATCHKEY_SECRET,
        NEXT_APP_SECRET: secrets.NEXT_APP_SECRET,
        TODO_API_AUDIENCE: urls.todoApi,
        VUE_APP_URL: urls.vueApp,
        DEV_PROVIDER_PORT: String(ports.DEV_PROVIDER_PORT),
        DEV_MAILBOX_PORT: String(ports.DEV_MAILBOX_PORT),
        ...twinsAt(urls.providers),
      },
    },
    {
      name: 'Console',
      url: `${urls.vueApp}/auth/admin`,
      purpose: 'where operators look after people, sessions and clients',
      readyAt: `${urls.latchkey}/admin/`,
    },
    {
      name: 'API',
      url: `${urls.vueApp}/auth/docs`,
      purpose: 'every request of Latchkey, to read; for programs at /auth/openapi.json',
      readyAt: `${urls.latchkey}/docs`,
    },
    ...(hostedPages
      ? [
          {
            name: 'Hosted pages',
            url: `${urls.vueApp}/auth/pages/account`,
            purpose: 'sign-up, sign-in and the account, shown by Latchkey without JavaScript',
            readyAt: `${urls.latchkey}/pages/sign-in`,
          },
        ]
      : []),
    {
      name: 'Development providers',
      url: urls.providers,
      purpose: 'stand in for Google, GitHub, Facebook …, offline; make them misbehave here',
      readyAt: `${urls.providers}/`,
    },
    {
      name: 'Development mailbox',
      url: urls.mailbox,
      purpose: 'shows every message that is sent',
      readyAt: `${urls.mailbox}/`,
    },
  ]
}
