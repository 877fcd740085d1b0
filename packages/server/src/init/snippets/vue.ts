import type { Answers } from '../answers.js'
import { waysIn } from './page-lines.js'
import type { Snippet } from './snippet.js'
import { viteProxy } from './vite-proxy.js'

const CLIENT = `import { createLatchkeyClient } from '@latchkey/client'

/** The one client of this app. \`/auth\` is Latchkey, through the proxy in vite.config.ts. */
export const latchkey = createLatchkeyClient({ baseUrl: '/auth' })

/** Who the API says is asking. The request carries the session cookie, and the CSRF token where it changes something. */
export const readMe = async (): Promise<unknown> => (await latchkey.fetch('/api/me')).json()
`

const MAIN = `import { createLatchkeyPlugin } from '@latchkey/client/vue'
import { createApp } from 'vue'
import App from './App.vue'
import { latchkey } from './latchkey'

createApp(App).use(createLatchkeyPlugin(latchkey)).mount('#app')
`

/** Vue: the client, where it is plugged in, and a corner that shows who is signed in. */
export const vueSnippets = (answers: Answers): readonly Snippet[] => [
  { side: 'frontend', file: 'src/latchkey.ts', text: CLIENT },
  { side: 'frontend', file: 'src/main.ts', text: MAIN },
  { side: 'frontend', file: 'src/WhoIsHere.vue', text: whoIsHere(answers) },
  viteProxy('vue', answers),
]

const whoIsHere = (answers: Answers): string => {
  const isHosted = answers.pages === 'hosted'
  const links = waysIn(answers).map(({ href, text }) => `    <a href="${href}">${text}</a>`)
  const form = [
    '    <form @submit.prevent="latchkey.signIn({ email, password })">',
    '      <label>Email <input v-model="email" type="email" autocomplete="username" required /></label>',
    '      <label>Password <input v-model="password" type="password" autocomplete="current-password" required /></label>',
    '      <button>Sign in</button>',
    '    </form>',
  ]
  return [
    '<script setup lang="ts">',
    "import { useLatchkey, useSession } from '@latchkey/client/vue'",
    ...(isHosted ? [] : ["import { ref } from 'vue'"]),
    '',
    'const latchkey = useLatchkey()',
    'const session = useSession()',
    ...(isHosted ? [] : ["const email = ref('')", "const password = ref('')"]),
    '</script>',
    '',
    '<template>',
    `  <p v-if="session.status === 'signed_in'">`,
    '    {{ session.user.name }}',
    '    <button type="button" @click="latchkey.signOut()">Sign out</button>',
    '  </p>',
    `  <div v-else-if="session.status === 'signed_out'">`,
    ...links,
    ...(isHosted ? [] : form),
    '  </div>',
    '</template>',
    '',
  ].join('\n')
}
