import type { Reference, Schema } from './read-document.js'

/** What stands for a value that the reader has to put in. */
const placeFor = (name: string, schema: Schema): string => {
  if (schema.const !== undefined) return String(schema.const)
  return schema.enum === undefined ? name.toUpperCase() : String(schema.enum[0])
}

/**
 * A command that calls the operation. What is to be put in stands in capitals.
 *
 * @param server the address everything is below
 */
export const sayCommand = (operation: Reference, server: string): string => {
  const { method, path, parameters } = operation
  const query = parameters
    .filter((one) => one.in === 'query' && one.required)
    .map(({ name, schema }) => `${name}=${placeFor(name, schema)}`)
  const address = server + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())
  const url = query.length === 0 ? address : `${address}?${query.join('&')}`
  const parts = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${url}'`,
    ...callerParts(operation),
    ...bodyParts(operation),
  ]
  return parts.join(' \\\n  ')
}

const callerParts = ({ security, parameters }: Reference): readonly string[] => {
  if (security.includes('client')) return [`-u 'CLIENT_ID:CLIENT_SECRET'`]
  if (security.includes('accessToken')) return [`-H 'Authorization: Bearer ACCESS_TOKEN'`]
  if (security.includes('drfToken')) return [`-H 'Authorization: Token TOKEN'`]
  if (security.includes('djangoSession')) return [`-b 'sessionid=SESSION'`]
  if (!security.includes('session'))
    return parameters
      .filter((one) => one.in === 'header' && one.required)
      .map(({ name }) => `-b 'COOKIES' -H '${name}: ${name.toUpperCase()}'`)
  const isChange = parameters.some((one) => one.in === 'header')
  return [`-b 'COOKIES'`, ...(isChange ? [`-H 'x-xsrf-token: CSRF_TOKEN'`, `-H 'Origin: YOUR_APP'`] : [])]
}

const bodyParts = ({ request }: Reference): readonly string[] => {
  if (request === undefined) return []
  const members = requiredOf(request.schema)
  if (request.mediaType === 'application/x-www-form-urlencoded')
    return members.map(({ name, schema }) => `--data-urlencode '${name}=${placeFor(name, schema)}'`)
  if (request.mediaType !== 'application/json')
    return [`-H 'Content-Type: ${request.mediaType}'`, `-d 'BODY'`]
  const body = Object.fromEntries(members.map(({ name, schema }) => [name, placeFor(name, schema)]))
  return [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body)}'`]
}

/** Of several variants the first. */
const requiredOf = (schema: Schema): readonly { readonly name: string; readonly schema: Schema }[] => {
  const [variant] = schema.oneOf ?? schema.anyOf ?? []
  if (variant !== undefined) return requiredOf(variant)
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => schema.required?.includes(name))
    .map(([name, member]) => ({ name, schema: member }))
}
