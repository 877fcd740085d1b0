import { createLatchkeyClient, type LatchkeyClient, type LatchkeyClientOptions } from '@latchkey/client'
import { paths } from '@latchkey/contract'
import { afterEach } from 'vitest'
import { type Line, openLine } from './line.js'

declare global {
  interface Window {
    happyDOM: { setURL(url: string): void }
  }
}

/** A page of a browser (happy-dom) whose origin is a fresh line. Its cookies and storage are those of one browser. */
export interface Page extends Line {
  /** A tab: a client that is started. */
  openTab<Profile = Record<string, unknown>>(
    options?: LatchkeyClientOptions<Profile>,
  ): LatchkeyClient<Profile>
}

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** Where nobody can wait at the server for the end of a session, unless {@link Line.stopAnswering} lets them: what is heard is from elsewhere. */
export const openPage = async (otherOrigins: readonly string[] = []): Promise<Page> => {
  const line = await openLine(otherOrigins)
  cleanUps.push(line.close)
  line.answer(paths.sessionEvents, (_request, response) => response.writeHead(404).end())
  goTo(line.url)
  window.localStorage.clear()
  return Object.assign(line, {
    openTab: <Profile = Record<string, unknown>>(options?: LatchkeyClientOptions<Profile>) => {
      const client = createLatchkeyClient<Profile>(options)
      cleanUps.push(client.start())
      return client
    },
  })
}

/** Loads a page of this origin. */
export const goTo = (origin: string): void => window.happyDOM.setURL(`${origin}/`)

/** Something that is to be undone after the test. */
export const afterwards = (cleanUp: () => unknown): void => {
  cleanUps.push(cleanUp)
}
