import { Refusal } from './refusal.js'

/** Reads a JSON body. Its size has been bounded before (see create-app). */
export async function readJsonBody(request: Request): Promise<unknown> {
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') {
    throw new Refusal('unsupported_content_type', 'Send the body as application/json.')
  }
  const text = await request.text()
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('invalid_input', 'The body is not valid JSON.')
  }
}
