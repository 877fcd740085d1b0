import { html } from 'hono/html'
import type { Frame, Html } from '../frame.js'
import { sayMoment } from '../say-moment.js'

/** A time, for people and for programs. */
export const moment = ({ locale }: Frame, at: string): Html =>
  html`<time datetime="${at}">${sayMoment(at, locale)}</time>`
