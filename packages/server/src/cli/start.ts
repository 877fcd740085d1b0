import { readListenAddress } from './listen-address.js'
import { loadConfig } from './load-config.js'
import { serve, stopOnSignal } from './serve.js'
import { tellFirstOperator } from './tell-first-operator.js'

/** `latchkey start`: serves until it is told to stop. */
export const start = async (options: { config?: string; port?: string; host?: string }): Promise<void> => {
  const serving = await serve(await loadConfig(options.config), readListenAddress(options))
  stopOnSignal(serving.stop)
  console.log(`Latchkey answers at ${serving.address} as ${serving.issuer}`)
  tellFirstOperator(serving.firstOperatorLink)
}
