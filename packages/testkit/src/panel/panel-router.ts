import { Hono } from 'hono'
import { answerErrorBy, writeRefusal } from '../http/answer-error.js'
import { pageHeaders } from '../http/page-headers.js'
import { refuseForeignHost } from '../http/refuse-foreign-host.js'
import type { MountedTwins } from './mounted-twins.js'
import { panelPage } from './panel-page.js'
import { setSwitches } from './set-switches.js'

const PATH = '/switches'

/** The front of the server: the panel at its root, and each twin below its path. */
export const createPanelRouter = (twins: MountedTwins, url: string): Hono => {
  const router = new Hono()
  router.onError(answerErrorBy(writeRefusal))
  router.notFound((context) => context.text('Nothing here. Start at /\n', 404))
  router.use(refuseForeignHost(url, 'The development providers'))
  for (const path of ['/', PATH]) router.use(path, pageHeaders)

  router.get('/', (context) => context.html(panelPage(twins, PATH)))
  router.post(PATH, setSwitches(twins))
  // Every browser asks; a 404 would stand in its console.
  router.get('/favicon.ico', (context) => context.body(null, 204))
  for (const [path, { router: twin }] of Object.entries(twins)) router.route(`/${path}`, twin)
  return router
}
