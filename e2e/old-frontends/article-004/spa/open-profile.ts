import { readProfile } from './read-profile.js'
import { element, show, showFailure } from './show.js'

/** The page that shows who is logged in. */
export const openProfile = async (): Promise<void> => {
  show(element('h1', 'Profile'))
  try {
    show(element('h1', 'Profile'), element('pre', JSON.stringify(await readProfile())))
  } catch (error) {
    showFailure(error)
  }
}
