#!/usr/bin/env node
try {
  const { main } = await import('../dist/cli/main.js')
  await main(process.argv)
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('/dist/cli/main.js'))
    throw error
  console.error('Latchkey is not built yet.\nRun: npm run build')
  process.exitCode = 1
}
