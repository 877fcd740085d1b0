import { type Handler, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { avatar } from '../endpoints/avatar.js'
import { choose } from '../endpoints/choose.js'
import { isLoopbackOrigin } from '../loopback.js'
import { misbehaveOnTheWire } from '../misbehaviour/misbehave-on-the-wire.js'
import { misbehaveToPrograms } from '../misbehaviour/misbehave-to-programs.js'
import type { Twin } from '../twin.js'
import { answerErrorBy, type WriteRefusal, writeRefusal } from './answer-error.js'
import { pageHeaders } from './page-headers.js'
import { refuseForeignHost } from './refuse-foreign-host.js'

const MAX_BODY_BYTES = 64 * 1024

/** Where one twin differs in its addresses and its refusals. */
export interface RouterPlan {
  /** Where people choose who they are. */
  readonly authorize: { readonly path: string; readonly endpoint: Handler }
  /** Where the page sends its forms: `/choose` when left out. */
  readonly choose?: { readonly path: string; readonly endpoint: Handler }
  /** What pages of this machine may call, as far as the provider lets pages call it. */
  readonly callable: readonly string[]
  readonly writeRefusal?: WriteRefusal
  /** The host of this address is answered too, for a proxy in front. */
  readonly issuer?: string
}

/** Applications of this machine that hold their tokens in the browser may call these; no cookie is involved. */
const loopbackCors = cors({ origin: (origin) => (isLoopbackOrigin(origin) ? origin : null), maxAge: 600 })

/** What all twins have in common: who is answered, how a person is chosen, and how switches interfere. */
export const createTwinRouter = <P>(twin: Twin<P>, plan: RouterPlan): Hono => {
  const router = new Hono()
  router.onError(answerErrorBy(plan.writeRefusal ?? writeRefusal))
  router.use(refuseForeignHost(plan.issuer ?? twin.url))
  router.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (context) => context.text('Too large.\n', 413) }))
  for (const path of plan.callable) router.use(path, loopbackCors)
  router.use(misbehaveOnTheWire(twin.switches))
  const { authorize, choose: choosing = { path: '/choose', endpoint: choose(twin) } } = plan
  for (const { path } of [authorize, choosing]) router.use(path, pageHeaders)

  router.on(['GET', 'POST'], authorize.path, authorize.endpoint)
  router.post(choosing.path, choosing.endpoint)
  router.get('/avatars/:file', avatar(twin))
  // Every browser asks; a 404 would stand in its console.
  router.get('/favicon.ico', (context) => context.body(null, 204))
  // Everything a twin adds behind this is for programs.
  router.use(misbehaveToPrograms(twin.switches))
  return router
}
