/**
 * What the tabs of a browser tell each other, and all they do. `signed_out` is a change that somebody wanted. `session:` and an
 * id is what a new page has found: it may have been opened without any page of ours looking on, at a provider. `ended:` and what the
 * server has told is for those that do not wait there themselves.
 */
export type TabNews = 'changed' | 'signed_out' | `session:${string}` | `ended:${string}`

/** The other tabs of this browser. News is a reason to ask the server, never what is believed. */
export interface Tabs {
  open(): void
  /** An open channel keeps a page out of the back/forward cache, so it is closed while the page is hidden away. */
  close(): void
  announce(news: TabNews): void
}

/** @param name tells several servers of one page apart */
export const connectTabs = (name: string, onNews: (news: TabNews) => void): Tabs => {
  let channel: BroadcastChannel | undefined
  return {
    open: () => {
      if (typeof BroadcastChannel === 'undefined') return
      channel ??= new BroadcastChannel(`latchkey:${name}`)
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        // A tab that was loaded from a newer version may know more words.
        onNews(isNews(data) ? data : 'changed')
      }
    },
    close: () => {
      channel?.close()
      channel = undefined
    },
    announce: (news) => channel?.postMessage(news),
  }
}

const isNews = (data: unknown): data is TabNews =>
  typeof data === 'string' && /^(signed_out$|session:|ended:)/.test(data)
