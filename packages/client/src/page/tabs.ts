/** What the tabs of a browser tell each other, and all they do: `signed_out` is a change that somebody wanted. */
export type TabNews = 'changed' | 'signed_out'

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
        onNews(data === 'signed_out' ? data : 'changed')
      }
    },
    close: () => {
      channel?.close()
      channel = undefined
    },
    announce: (news) => channel?.postMessage(news),
  }
}
