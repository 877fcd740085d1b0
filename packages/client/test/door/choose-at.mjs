/**
 * Somebody at the page of a development provider.
 *
 * @param {string} url where the page of the app sent them
 * @param {string | undefined} person the name on a button; undefined cancels
 * @returns {Promise<string>} where the provider sends them back to
 */
export const chooseAt = async (url, person) => {
  const page = await (await fetch(url)).text()
  const pending = /name="sign_in" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const action = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', url)
  const subject = [...page.matchAll(/name="person" value="([^"]+)"[\s\S]*?class="name">([^<]+)</g)]
    .find(([, , name]) => name === person)
    ?.at(1)
  const choice = person === undefined ? { decision: 'cancel' } : { decision: 'person', person: subject ?? '' }
  const chosen = await fetch(action, {
    method: 'POST',
    body: new URLSearchParams({ sign_in: pending, ...choice }),
    headers: { origin: action.origin },
    redirect: 'manual',
  })
  const location = chosen.headers.get('location')
  if (location === null) throw new Error(`${action}: ${chosen.status}, nobody is called ${person} there`)
  return location
}
