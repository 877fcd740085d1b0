import { protect } from '@latchkey/guard/koa'
import Koa from 'koa'
import { guard } from './guard.js'

export const app = new Koa()

app.use(protect(guard, { scopes: ['todos:read'] })).use((ctx) => {
  ctx.body = { todosOf: ctx.state.principal.user.id }
})
