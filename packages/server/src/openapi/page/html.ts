import type { HtmlEscapedString } from 'hono/utils/html'

/** A piece of a page; what is written into it is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>
