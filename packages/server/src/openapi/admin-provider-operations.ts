import {
  adminProvider,
  adminProviderList,
  providerTest,
  reasonRequest,
  setProviderRequest,
} from '@latchkey/contract'
import { named, operation } from './admin-operation.js'
import type { Operation } from './operation.js'

const providerId = named('id', 'The id of a provider')

/** What operators do with providers. */
export const adminProviderOperations: readonly Operation[] = [
  operation({
    id: 'listAllProviders',
    path: '/providers',
    summary: 'The providers of the configuration and those that operators set, without any secret',
    answers: adminProviderList,
  }),
  operation({
    id: 'readProvider',
    path: '/providers/{id}',
    summary: 'One provider',
    parameters: [providerId],
    answers: adminProvider,
    refusals: [404],
  }),
  operation({
    id: 'setProvider',
    method: 'PUT',
    path: '/providers/{id}',
    summary: 'Sets a provider; it counts at once, and secrets that are left out stay',
    parameters: [providerId],
    takes: setProviderRequest,
    answers: adminProvider,
    refusals: [404, 409],
  }),
  operation({
    id: 'testProvider',
    method: 'POST',
    path: '/providers/{id}/test',
    summary: 'Asks a provider what can be found out without a person',
    parameters: [providerId],
    answers: providerTest,
    refusals: [404, 503],
  }),
  operation({
    id: 'removeProvider',
    path: '/providers/{id}/remove',
    summary: 'Removes a provider; who is known by an account there stays so',
    parameters: [providerId],
    takes: reasonRequest,
    refusals: [404, 409],
  }),
]
