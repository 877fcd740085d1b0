import { createLatchkeyPlugin } from '@latchkey/client/vue'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app.vue'
import { latchkey } from './latchkey'
import { router } from './router'
import './styles/tokens.css'
import './styles/frame.css'
import './styles/forms.css'
import './styles/pieces.css'

createApp(App).use(createPinia()).use(createLatchkeyPlugin(latchkey)).use(router).mount('#app')
