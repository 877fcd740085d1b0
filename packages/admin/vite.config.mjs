import { defineConfig } from 'vite'

export default defineConfig({
  // The server says where the console is (`<base>`): below its own address, whatever that is.
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      onLog: (level, log, tell) => {
        // "use client" means something to servers that render React, and nothing here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log)
      },
    },
  },
})
