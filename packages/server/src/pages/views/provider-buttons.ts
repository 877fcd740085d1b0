import { paths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, type Html, pageHref } from '../frame.js'

export interface ProviderButtonsView {
  readonly returnTo: string | undefined
  readonly remember: boolean
  /** What else the page was opened with. */
  readonly again?: string | undefined
}

/**
 * One for each provider, in front of a form. They are links, which know nothing of a box that is ticked in the form: whether people
 * stay signed in is said beside them, with a link to the other.
 *
 * @param page the path of the page they stand on
 */
export const providerButtons = (
  frame: Frame,
  page: string,
  { returnTo, remember, again }: ProviderButtonsView,
): Html | false => {
  const { site, words } = frame
  if (site.providers.length === 0) return false
  const query = { returnTo, remember: remember ? 'true' : undefined }
  const items = site.providers.map(
    ({ id, name }) =>
      html`<li><a class="button quiet" href="${pageHref(frame, `${paths.signIn}/${id}`, query)}">${words.signIn.withProvider(name)}</a></li>`,
  )
  const other = pageHref(frame, page, { returnTo, again, remember: remember ? undefined : 'true' })
  return html`<ul class="providers">${items}</ul>
<p class="beside soft small">${remember ? words.signIn.providersRemember : words.signIn.providersForget} <a href="${other}">${remember ? words.signIn.haveProvidersForget : words.signIn.haveProvidersRemember}</a></p>
<p class="or"><span>${words.signIn.or}</span></p>`
}
