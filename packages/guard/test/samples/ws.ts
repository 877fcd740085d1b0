import { createServer } from 'node:http'
import { closeWithSession, protectUpgrade } from '@latchkey/guard/ws'
import { WebSocketServer } from 'ws'
import { guard } from './guard.js'

const sockets = new WebSocketServer({ noServer: true })

export const server = createServer().on(
  'upgrade',
  protectUpgrade(guard, { scopes: ['todos:read'] }, (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      closeWithSession(webSocket, guard, request.principal)
      webSocket.send(JSON.stringify({ todosOf: request.principal.user.id }))
    })
  }),
)
