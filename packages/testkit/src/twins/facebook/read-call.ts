import type { Context } from 'hono'
import { type Parameters, readFormOnce, readParameters } from '../../http/parameters.js'

/** The parameters of a call, which may come as a query or as a form. */
export const readCall = async ({ req }: Context): Promise<Parameters> =>
  req.method === 'POST' ? readFormOnce(req.raw) : readParameters(new URL(req.url).searchParams)
