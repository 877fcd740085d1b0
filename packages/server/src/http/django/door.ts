import type { Locale } from '../../model/locale.js'

/** A request at one of these doors, with what is known about whoever sends it. */
export interface DoorCall {
  readonly request: Request
  readonly network: string | undefined
  readonly userAgent: string | undefined
  readonly locale: Locale
}

export type DoorMethod = 'GET' | 'POST' | 'PUT' | 'PATCH'

export type DoorEndpoint = (call: DoorCall) => Promise<Response> | Response

/** An address below the prefix of the door, with a slash at its end; without it, it is the same address. */
export interface DoorRoute {
  readonly path: string
  readonly endpoints: Partial<Record<DoorMethod, DoorEndpoint>>
  /** Where this address refuses in other words than the rest of the door. */
  readonly refuse?: Refuse
  readonly refuseMethod?: (request: Request, allowed: string) => Promise<Response> | Response
  /** Where other pages may change something than at the rest of the door. */
  readonly writableBy?: readonly string[]
}

/** Something thrown → the answer that frontends of a backend know. */
export type Refuse = (request: Request, thrown: unknown) => Response

/** Endpoints with the wire of a former backend, mounted side by side with ours. */
export interface Door {
  readonly prefix: string
  readonly routes: readonly DoorRoute[]
  readonly refuse: Refuse
  /** @param allowed as the `Allow` header names them (RFC 9110 §10.2.1) */
  readonly refuseMethod: (request: Request, allowed: string) => Response
  /** Whether every answer names the methods of its address, as Django REST framework's do. */
  readonly tellsMethods: boolean
  /** Pages of these origins, each named exactly, may read the answers. */
  readonly readableBy: readonly string[]
  /** Only pages of these origins, and what is no browser, may ask for a change. Undefined: the addresses see to it themselves. */
  readonly writableBy?: readonly string[] | undefined
  /** IP addresses from which nothing is counted by network. Undefined: none. */
  readonly frontendServers?: readonly string[]
  /** Whether those pages may send cookies along. */
  readonly withCookies: boolean
}
