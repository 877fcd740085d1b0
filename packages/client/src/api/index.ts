export { type ApiClient, type ApiClientOptions, createApiClient } from './create-api-client.js'
export type { components, operations, paths } from './schema.js'
