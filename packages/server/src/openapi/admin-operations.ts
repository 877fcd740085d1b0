import {
  adminApiKeyList,
  adminClient,
  adminClientList,
  adminSessionList,
  adminUser,
  clientWithSecret,
  createClientRequest,
  deadLetterList,
  endedCount,
  FIRST_OPERATOR,
  firstOperatorRequest,
  mailList,
  OVERVIEW_RANGES,
  operatorView,
  overview,
  reasonRequest,
  retriedCount,
  roleList,
  rotatedKey,
  rotateKeyRequest,
  rotateSecretRequest,
  settingsView,
  signingKeyList,
  updateClientRequest,
} from '@latchkey/contract'
import { adminAuditOperations } from './admin-audit-operations.js'
import { asked, named, operation, page, requestKey, userId } from './admin-operation.js'
import { adminProviderOperations } from './admin-provider-operations.js'
import { adminUserOperations } from './admin-user-operations.js'
import { adminWebhookOperations } from './admin-webhook-operations.js'
import type { Operation } from './operation.js'

const clientId = named('id', 'The id of a client')

const reading: readonly Operation[] = [
  operation({
    id: 'readOverview',
    path: '/overview',
    summary:
      'How the service stands: sign-ins over time, why some were refused, sessions, mail, the signing key',
    parameters: [
      asked(
        'range',
        'A day by hours, a week by quarters of a day, thirty days by days; a day when it is left out',
        OVERVIEW_RANGES,
      ),
    ],
    answers: overview,
  }),
  operation({
    id: 'readOperator',
    path: '/me',
    summary: 'Who asks, and what they may do',
    answers: operatorView,
  }),
  operation({
    id: 'becomeFirstOperator',
    path: FIRST_OPERATOR,
    summary: 'Who is signed in becomes the first operator, by the link that a server without one prints',
    takes: firstOperatorRequest,
    answers: adminUser,
  }),
  operation({
    id: 'readSettings',
    path: '/settings',
    summary: 'What is configured, without any secret',
    answers: settingsView,
  }),
  operation({
    id: 'listRoles',
    path: '/roles',
    summary: 'The roles, what each gives, and how many have it',
    answers: roleList,
  }),
]

const sessionOperations: readonly Operation[] = [
  operation({
    id: 'listAllSessions',
    path: '/sessions',
    summary: 'Live sessions, the youngest first',
    parameters: [
      ...page,
      asked('user', 'The id of a user'),
      asked('client', 'The id of a client; `browser` and `django` for theirs'),
      asked('since', 'RFC 3339, UTC: opened then or later'),
    ],
    answers: adminSessionList,
  }),
  operation({
    id: 'endAnySession',
    path: '/sessions/{id}/end',
    summary: 'Ends a session',
    parameters: [named('id', 'The id of a session')],
    takes: reasonRequest,
    refusals: [404],
  }),
  operation({
    id: 'endUserSessions',
    path: '/users/{id}/sessions/end',
    summary: 'Ends all sessions of a user; API keys go on',
    parameters: [userId],
    takes: reasonRequest,
    answers: endedCount,
    refusals: [404],
  }),
  operation({
    id: 'listAllApiKeys',
    path: '/api-keys',
    summary: 'Live API keys, the youngest first',
    parameters: [...page, asked('user', 'The id of a user')],
    answers: adminApiKeyList,
  }),
  operation({
    id: 'endAnyApiKey',
    path: '/api-keys/{id}/end',
    summary: 'Ends an API key',
    parameters: [named('id', 'The id of an API key')],
    takes: reasonRequest,
    refusals: [404],
  }),
]

const clientOperations: readonly Operation[] = [
  operation({
    id: 'listClients',
    path: '/clients',
    summary: 'The applications known to the OAuth door',
    answers: adminClientList,
  }),
  operation({
    id: 'createClient',
    path: '/clients',
    summary: 'Makes a client; its secret is shown this once',
    parameters: [requestKey],
    takes: createClientRequest,
    answers: clientWithSecret,
    status: 201,
    refusals: [409, 422],
  }),
  operation({
    id: 'readClient',
    path: '/clients/{id}',
    summary: 'One client',
    parameters: [clientId],
    answers: adminClient,
    refusals: [404],
  }),
  operation({
    id: 'updateClient',
    method: 'PATCH',
    path: '/clients/{id}',
    summary: 'Changes scopes and addresses of a client',
    parameters: [clientId],
    takes: updateClientRequest,
    answers: adminClient,
    refusals: [404, 409],
  }),
  operation({
    id: 'rotateClientSecret',
    path: '/clients/{id}/rotate-secret',
    summary: 'Gives a client another secret, shown this once; the one of now is accepted for a while',
    parameters: [clientId],
    takes: rotateSecretRequest,
    answers: clientWithSecret,
    refusals: [404, 409],
  }),
  operation({
    id: 'removeClient',
    path: '/clients/{id}/remove',
    summary: 'Removes a client',
    parameters: [clientId],
    takes: reasonRequest,
    refusals: [404, 409],
  }),
]

const runningOperations: readonly Operation[] = [
  operation({
    id: 'listSigningKeys',
    path: '/signing-keys',
    summary: 'The signing keys and what each does now',
    answers: signingKeyList,
  }),
  operation({
    id: 'rotateSigningKey',
    path: '/signing-keys/rotate',
    summary: 'Publishes the next signing key',
    takes: rotateKeyRequest,
    answers: rotatedKey,
  }),
  operation({
    id: 'listMail',
    path: '/mail',
    summary: 'The newest messages, without what they say',
    parameters: [asked('which', 'Only these', ['all', 'waiting', 'failed'])],
    answers: mailList,
  }),
  operation({
    id: 'retryMail',
    method: 'POST',
    path: '/mail/{id}/retry',
    summary: 'Tries a message now that waits or was given up',
    parameters: [named('id', 'The id of a message')],
    refusals: [404],
  }),
  operation({
    id: 'listDeadLetters',
    path: '/dead-letters',
    summary: 'Security events that receivers refused',
    answers: deadLetterList,
  }),
  operation({
    id: 'retryDeadLetters',
    method: 'POST',
    path: '/dead-letters/{stream}/retry',
    summary: 'Sends everything once more that the receiver of a stream refused',
    parameters: [named('stream', 'The id of a stream')],
    answers: retriedCount,
    refusals: [404],
  }),
]

/** What operators do (`/admin/api`). */
export const adminOperations: readonly Operation[] = [
  ...reading,
  ...adminUserOperations,
  ...sessionOperations,
  ...clientOperations,
  ...adminProviderOperations,
  ...runningOperations,
  ...adminAuditOperations,
  ...adminWebhookOperations,
]
