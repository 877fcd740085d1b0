import { Hono } from 'hono'
import { pageHeaders, pageHeadersFor } from '../http/page-headers.js'
import { refuseForeignHost } from '../http/refuse-foreign-host.js'
import type { MessageBox } from './message-box.js'
import { listPage } from './pages/list-page.js'
import { messagePage } from './pages/message-page.js'
import { missingPage } from './pages/missing-page.js'

/** The table of contents of the mailbox. No answer of it may be read by another origin. */
export const createMailboxRouter = (box: MessageBox, url: string): Hono => {
  const router = new Hono()
  router.notFound((context) => context.text('Nothing here. Start at /\n', 404))
  router.use(refuseForeignHost(url, 'The development mailbox'))
  router.use('/', pageHeaders)
  router.use('/messages.json', pageHeaders)
  // A frame made of `srcdoc` obeys the policy of the page around it (CSP Level 3 §7.8), and mail is styled inline.
  router.use('/messages/:id', pageHeadersFor("'unsafe-inline'"))

  router.get('/', (context) => context.html(listPage(box.all().toReversed())))
  // Every browser asks; a 404 would stand in its console.
  router.get('/favicon.ico', (context) => context.body(null, 204))
  router.get('/messages.json', (context) => context.json(box.all()))
  router.get('/messages/:id', (context) => {
    const message = box.find(context.req.param('id'))
    return message === undefined ? context.html(missingPage(), 404) : context.html(messagePage(message))
  })
  return router
}
