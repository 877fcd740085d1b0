import vue from '@vitejs/plugin-vue'
import { defineConfig, loadEnv } from 'vite'
import { developmentMailbox } from './development-mailbox.ts'
import { securityHeaders } from './security-headers.ts'

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, import.meta.dirname, '')
  const address = { host: 'localhost', port: Number(env['VUE_APP_PORT'] ?? 5173), strictPort: true }
  // The browser sees one origin: the pages, and Latchkey below /auth. That makes the session cookie a first-party one and
  // leaves CORS out of it. In production the web server in front of both does the same.
  const proxy = {
    '^/auth(/|$)': {
      target: env['LATCHKEY_URL'] ?? 'http://localhost:4000',
      rewrite: (path: string) => path.replace(/^\/auth/, ''),
      // Who is asking, for the limits on attempts.
      xfwd: true,
    },
  }
  return {
    plugins: [vue(), developmentMailbox(env['MAILBOX_URL'])],
    server: { ...address, proxy },
    preview: { ...address, proxy, headers: securityHeaders },
  }
})
