import { join } from 'node:path'

/** What the development provider knows an app by, in every copy of Latchkey: no secret. */
const providerClient = { id: 'latchkey-development', secret: 'development-only' }

/**
 * What `npm start` brings up, in the order people read it: each process, the environment that joins it to
 * the others, and the address that answers once it is ready.
 *
 * @param {ReturnType<typeof import('./settings.mjs').readSettings>} settings
 * @param {Record<string, string>} secrets
 */
export function describeServices({ root, ports, data, dev }, secrets) {
  const urls = {
    nextApp: `http://localhost:${ports.NEXT_APP_PORT}`,
    latchkey: `http://localhost:${ports.LATCHKEY_PORT}`,
    provider: `http://localhost:${ports.DEV_PROVIDER_PORT}`,
    todoApi: `http://localhost:${ports.TODO_API_PORT}`,
  }
  return [
    {
      name: 'Next.js app',
      url: urls.nextApp,
      purpose: 'open this one, and press "Continue with Google"',
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
        GOOGLE_ISSUER: urls.provider,
        AUTH_GOOGLE_ID: providerClient.id,
        AUTH_GOOGLE_SECRET: providerClient.secret,
        TODO_API_URL: urls.todoApi,
        NEXT_TELEMETRY_DISABLED: '1',
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
        LATCHKEY_DATABASE: `sqlite:${join(data, 'latchkey.db')}`,
        LATCHKEY_SECRET: secrets.LATCHKEY_SECRET,
        NEXT_APP_SECRET: secrets.NEXT_APP_SECRET,
        TODO_API_AUDIENCE: urls.todoApi,
        DEV_PROVIDER_PORT: String(ports.DEV_PROVIDER_PORT),
        GOOGLE_ISSUER: urls.provider,
        AUTH_GOOGLE_ID: providerClient.id,
      },
    },
    {
      name: 'Development provider',
      url: urls.provider,
      purpose: 'stands in for Google, offline; runs inside the Latchkey process',
      readyAt: `${urls.provider}/.well-known/openid-configuration`,
    },
  ]
}
