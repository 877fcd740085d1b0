import { callApi } from './call-api.js'
import { removeFlag } from './flag.js'
import { element, show, showFailure } from './show.js'

/** The page that logs out, at the server too. */
export const openLogout = async (): Promise<void> => {
  show(element('h1', 'Logout'))
  try {
    await callApi('POST', '/api/logout/')
    removeFlag()
    show(element('h1', 'Logout'), element('p', 'You are logged out.'))
  } catch (error) {
    showFailure(error)
  }
}
