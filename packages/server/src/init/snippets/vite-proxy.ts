import type { Answers } from '../answers.js'
import { quote } from '../quote.js'
import type { Snippet } from './snippet.js'

const PLUGINS = {
  vue: { name: 'vue', from: '@vitejs/plugin-vue' },
  react: { name: 'react', from: '@vitejs/plugin-react' },
} as const

/** What the development server of the app passes on, so that browsers see one origin. */
export const viteProxy = (framework: keyof typeof PLUGINS, { apiUrl }: Pick<Answers, 'apiUrl'>): Snippet => {
  const { name, from } = PLUGINS[framework]
  return {
    side: 'frontend',
    file: 'vite.config.ts',
    text: `import ${name} from '${from}'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [${name}()],
  server: {
    proxy: {
      // Latchkey, as \`latchkey dev\` has it: it is asked for what comes after /auth.
      '^/auth/': {
        target: 'http://localhost:4000',
        xfwd: true,
        rewrite: (path: string) => path.replace(/^\\/auth/, ''),
      },
      // The API, where the session cookie goes along.
      '^/api/': { target: ${quote(new URL(apiUrl).origin)}, xfwd: true },
    },
  },
})
`,
  }
}
