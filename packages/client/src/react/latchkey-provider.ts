'use client'
import { createContext, createElement, type ReactNode, useEffect } from 'react'
import type { LatchkeyClient } from '../latchkey-client.js'

export interface LatchkeyProviderProps<Profile> {
  /** One for the whole app; on a server, one for each request. */
  readonly client: LatchkeyClient<Profile>
  readonly children?: ReactNode
}

/** The profile's type is known to the app alone, which names it again where it reads the context. */
export const LatchkeyContext = createContext<LatchkeyClient<unknown> | undefined>(undefined)

/** Gives the client to the components below and keeps its session checked while it is mounted. */
export const LatchkeyProvider = <Profile>({ client, children }: LatchkeyProviderProps<Profile>) => {
  useEffect(() => client.start(), [client])
  return createElement(LatchkeyContext.Provider, { value: client }, children)
}
