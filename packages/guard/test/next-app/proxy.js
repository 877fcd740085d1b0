import { protectProxy } from '@latchkey/guard/next'
import { guard } from './guard.js'

export const proxy = protectProxy(guard, { scopes: ['todos:read'] })

export const config = { matcher: '/guarded/:path*' }
