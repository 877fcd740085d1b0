import { callApi } from './call-api.js'
import { setFlag } from './flag.js'
import { navigate } from './navigate.js'
import { providerLinks } from './provider-links.js'
import { readProfile } from './read-profile.js'
import { element, show, showFailure } from './show.js'

/** The page for logging in. Opening it fetches the CSRF cookie. */
export const openLogin = async (): Promise<void> => {
  const email = field('Email', 'email')
  const password = field('Password', 'password')
  const form = element('form')
  form.append(email.label, password.label, element('button', 'Login'))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    logIn(email.input.value, password.input.value).catch(showFailure)
  })
  show(element('h1', 'Login'), form, ...providerLinks())
  await callApi('GET', '/api/login-set-cookie/').catch(showFailure)
}

const logIn = async (email: string, password: string): Promise<void> => {
  await callApi('POST', '/api/login/', { email, password })
  setFlag()
  await readProfile()
  navigate('/')
}

const field = (name: string, type: string) => {
  const label = element('label', name)
  const input = Object.assign(element('input'), { type, required: true })
  label.append(input)
  return { label, input }
}
