import { callApi } from './call-api.js'
import { setFlag } from './flag.js'
import { element, show, showFailure } from './show.js'

/** Where a provider sends people back to: its code goes to the API. The state is looked at by nobody. */
export const openCallback = async (provider: string): Promise<void> => {
  show(element('h1', 'Logging in'))
  try {
    const code = new URLSearchParams(location.search).get('code')
    await callApi('POST', `/api/social/${provider}/`, { code })
    setFlag()
    location.href = '/'
  } catch (error) {
    showFailure(error)
  }
}
