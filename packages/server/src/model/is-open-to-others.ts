/** The web standard, as much of it as is needed: the domain knows no runtime. */
declare const URL: {
  canParse(text: string): boolean
  new (text: string): { readonly protocol: string; readonly hostname: string }
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|[a-z0-9-]+\.localhost)$/

/** Whether what comes from this URL could have been changed on its way: plain http, but on this machine. */
export const isOpenToOthers = (text: string): boolean =>
  URL.canParse(text) && new URL(text).protocol === 'http:' && !isOnThisMachine(text)

/** Whether this URL leads to the machine that asks for it. */
export const isOnThisMachine = (text: string): boolean =>
  URL.canParse(text) && LOOPBACK.test(new URL(text).hostname)
