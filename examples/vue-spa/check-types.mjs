import { createRequire } from 'node:module'
import { run } from 'vue-tsc'

// vue-tsc reads templates through the JavaScript API of the compiler, which TypeScript 6 is the last to have.
run(createRequire(import.meta.url).resolve('typescript/lib/tsc'))
