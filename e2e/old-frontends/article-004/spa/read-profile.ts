import { callApi } from './call-api.js'
import { removeFlag } from './flag.js'

/** Who is logged in, as the server sees it. A failure means nobody, and is remembered. */
export const readProfile = async (): Promise<unknown> => {
  try {
    return await callApi('GET', '/api/users/profile/')
  } catch (error) {
    removeFlag()
    throw error
  }
}
