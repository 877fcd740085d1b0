/** A refusal of this app, in the shape the API's own have. */
export function refuse(status: number, error: string, sentence: string): Response {
  return Response.json(
    { error, error_description: sentence },
    { status, headers: { 'cache-control': 'no-store' } },
  )
}
