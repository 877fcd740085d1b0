/** Which room may look into which. `docs/architecture.md` draws the same picture. */
const rooms = (...names) => `^packages/server/src/(${names.join('|')})/`
const server = '^packages/server/src/'
const providers =
  'google|github|facebook|microsoft|apple|gitlab|discord|linkedin|x|slack|twitch|spotify|auth0|keycloak|okta|cognito|oidc'

/** A room of the server sees itself and the rooms named here, nothing else of the server. */
const serverRoom = (name, seen) => ({
  name: `server-${name.replaceAll('/', '-')}`,
  severity: 'error',
  comment: `${name} sees only: ${[name, ...seen].join(', ')}`,
  from: { path: `${server}${name}/` },
  to: { path: server, pathNot: rooms(name, ...seen) },
})

/** A package sees itself and the packages named here, nothing else of ours. */
const packageArrow = (name, seen) => ({
  name: `package-${name}`,
  severity: 'error',
  comment: `@latchkey/${name} sees only: ${[name, ...seen].join(', ')}`,
  from: { path: `^packages/${name}/src/` },
  to: { path: '^(packages|examples|bench)/', pathNot: `^packages/(${[name, ...seen].join('|')})/` },
})

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: '^packages/',
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'undetermined', 'unknown'],
        dependencyTypesNot: ['npm-peer', 'npm-optional', 'type-only'],
      },
    },
    packageArrow('contract', []),
    packageArrow('guard', ['contract']),
    packageArrow('server', ['contract', 'guard', 'admin', 'testkit']),
    {
      name: 'testkit-only-in-dev',
      severity: 'error',
      comment: 'Only `latchkey dev` starts the development provider.',
      from: { path: '^packages/server/src/', pathNot: `${server}cli/(dev|point-at-twins)\\.ts$` },
      to: { path: '^packages/testkit/' },
    },
    packageArrow('client', ['contract']),
    packageArrow('testkit', []),
    {
      name: 'pages-get-no-server-code',
      severity: 'error',
      comment: 'What runs in a page knows nothing of NextAuth, and brings no schema library with it.',
      from: { path: '^packages/client/src/', pathNot: '^packages/client/src/next-auth/' },
      to: { path: '^packages/client/src/next-auth/|(^|/)node_modules/(zod|next|next-auth)/' },
    },
    {
      name: 'client-core-has-no-framework',
      severity: 'error',
      from: { path: '^packages/client/src/', pathNot: '^packages/client/src/(react|vue|next-auth)/' },
      to: { path: '^packages/client/src/(react|vue)/|(^|/)node_modules/(react|vue|@vue|vue-router)/' },
    },

    serverRoom('model', []),
    serverRoom('ports', ['model']),
    serverRoom('sign-in', ['ports', 'model']),
    serverRoom('forms', ['ports', 'model']),
    serverRoom('messages', ['model']),
    serverRoom('pages', ['model']),
    serverRoom('flows', ['sign-in', 'forms', 'messages', 'ports', 'model']),
    serverRoom('openapi', []),
    serverRoom('http', ['flows', 'pages', 'openapi', 'ports', 'model']),
    serverRoom('storage', ['ports', 'model']),
    serverRoom('outbound', ['ports', 'model']),
    serverRoom('revocation', ['ports', 'model']),
    serverRoom('configuration', ['sign-in', 'ports', 'model']),
    serverRoom('import', ['storage', 'outbound', 'forms', 'configuration', 'ports', 'model']),
    serverRoom('init', []),
    serverRoom('explain', ['forms', 'ports', 'model']),
    serverRoom('doctor', ['storage', 'outbound', 'configuration', 'sign-in', 'ports', 'model']),
    {
      name: 'domain-sees-no-technique',
      severity: 'error',
      comment: 'The domain imports no Node module and no package but the contract.',
      from: {
        path: rooms('model', 'ports', 'sign-in', 'forms', 'messages', 'flows'),
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '^(node:|packages/|node_modules/)', pathNot: '^packages/(server|contract)/' },
    },
    {
      name: 'domain-sees-no-node',
      severity: 'error',
      from: {
        path: rooms('model', 'ports', 'sign-in', 'forms', 'messages', 'flows'),
        pathNot: '\\.test\\.ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pages-are-pure',
      severity: 'error',
      comment: 'What a page looks like hangs on nothing but what it is told.',
      from: { path: rooms('pages'), pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(node:|packages/|node_modules/)',
        pathNot: '^packages/(server|contract)/|node_modules/hono/',
      },
    },
    {
      name: 'init-is-pure',
      severity: 'error',
      comment:
        'What is written for a stack hangs on nothing but the answers: reading and writing are for the command.',
      from: { path: rooms('init'), pathNot: '\\.test\\.ts$' },
      to: { path: '^(node:|packages/|node_modules/)', pathNot: '^packages/server/' },
    },
    {
      name: 'init-sees-no-node',
      severity: 'error',
      from: { path: rooms('init'), pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'endpoints-are-strangers',
      severity: 'error',
      comment: 'Endpoints of a door do not import each other.',
      from: { path: `${server}http/doors/([^/]+)/` },
      to: { path: `${server}http/doors/` },
    },
    {
      name: 'providers-are-strangers',
      severity: 'error',
      comment: 'A provider is a file of its own: it imports the shared pieces and no other provider.',
      from: { path: `${server}sign-in/social/(${providers})\\.ts$` },
      to: { path: `${server}sign-in/social/(${providers}|id-token|begin-code|check-code|bare-code)\\.ts$` },
    },
    {
      name: 'only-the-command-imports',
      severity: 'error',
      comment:
        'What reads other systems, or looks at this one from outside, has no place in a server that answers requests.',
      from: { path: server, pathNot: rooms('import', 'explain', 'doctor', 'init', 'cli') },
      to: { path: rooms('import', 'explain', 'doctor', 'init') },
    },
    {
      name: 'nobody-uses-the-command',
      severity: 'error',
      from: { path: server, pathNot: `${server}cli/` },
      to: { path: `${server}cli/` },
    },
  ],
  options: {
    doNotFollow: { path: '(node_modules|/dist/)' },
    // The parser knows no TSX: what the console may see is a rule of biome.json.
    exclude: { path: '(\\.test\\.ts$|/test/|/\\.next/|^packages/admin/src/)' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
  },
}
