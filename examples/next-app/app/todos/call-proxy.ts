/**
 * Calls this app's own `/api/todos`. Throws with a sentence for people when it is refused; leaves for the
 * page that explains it when the session has ended.
 */
export async function callProxy<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/api/todos${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  }).catch(() => {
    throw new Error('This app cannot be reached. Check your connection and try again.')
  })
  if (response.status === 401) window.location.assign('/auth/ended')
  const answer = response.status === 204 ? null : await response.json().catch(() => undefined)
  if (!response.ok) throw new Error(answer?.error_description ?? 'That did not work. Try again.')
  return answer
}
