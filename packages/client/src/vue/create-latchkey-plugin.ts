import { type InjectionKey, type Plugin, type ShallowRef, shallowReadonly, shallowRef } from 'vue'
import type { ClientState } from '../client-state.js'
import type { LatchkeyClient } from '../latchkey-client.js'

/** What the plugin gives to components. The profile's type is known to the app alone, which names it where it reads. */
export interface Installed<Profile> {
  readonly client: LatchkeyClient<Profile>
  readonly state: Readonly<ShallowRef<ClientState<Profile>>>
}

export const latchkeyKey: InjectionKey<Installed<unknown>> = Symbol('latchkey')

/**
 * `app.use(createLatchkeyPlugin(client))`: gives the client to every component and keeps its session checked until the app
 * is unmounted.
 *
 * @param client one for the whole app; on a server, one for each request
 */
export const createLatchkeyPlugin = <Profile>(client: LatchkeyClient<Profile>): Plugin => ({
  install: (app) => {
    const state = shallowRef(client.getState())
    const unsubscribe = client.subscribe(() => {
      state.value = client.getState()
    })
    const stop = client.start()
    app.provide(latchkeyKey, { client, state: shallowReadonly(state) })
    // Vue 3.5 and later; in 3.4 an app keeps listening as long as its page lives.
    app.onUnmount?.(() => {
      stop()
      unsubscribe()
    })
  },
})
