import type { Connect, Plugin } from 'vite'

/**
 * Tells the pages where messages can be read in development: `GET /development.json`. Asked at run time, so that one build serves
 * every set of ports. Only Vite answers it; the web server of production does not know it.
 */
export function developmentMailbox(url: string | undefined): Plugin {
  const install = (middlewares: Connect.Server): void => {
    middlewares.use('/development.json', (_request, response) => {
      response.setHeader('Content-Type', 'application/json')
      response.setHeader('Cache-Control', 'no-store')
      response.end(JSON.stringify({ mailboxUrl: url ?? null }))
    })
  }
  return {
    name: 'development-mailbox',
    configureServer: ({ middlewares }) => install(middlewares),
    configurePreviewServer: ({ middlewares }) => install(middlewares),
  }
}
