import { type ListProvidersDeps, listProviders as listProvidersFlow } from '../../../flows/list-providers.js'
import { answerJson } from '../../answer.js'

/** `GET /sign-in`: the providers to draw buttons for. */
export const listProviders = (deps: ListProvidersDeps): Response => answerJson(listProvidersFlow(deps))
