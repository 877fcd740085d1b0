import type { PrincipalWithUser } from '@latchkey/guard'
import { LatchkeyModule, Principal, Public, Requires } from '@latchkey/guard/nest'
import { Controller, Get, Module } from '@nestjs/common'
import { guard } from './guard.js'

@Controller()
class TodosController {
  @Get('/todos')
  @Requires({ scopes: ['todos:read'] })
  todos(@Principal() principal: PrincipalWithUser<{ id: string }>) {
    return { todosOf: principal.user.id }
  }

  @Get('/health')
  @Public()
  health() {
    return { status: 'ok' }
  }
}

@Module({ imports: [LatchkeyModule.forRoot({ guard })], controllers: [TodosController] })
export class AppModule {}
