/** It is done, and there is nothing more to say. */
export const answerDone = (): Response =>
  new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
