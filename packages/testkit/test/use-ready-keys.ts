import { inject } from 'vitest'
import { addSpareRsaPair } from '../src/id-tokens/spare-keys.js'

// Every file of tests runs in a process of its own: no issuer of another file has these keys.
for (const pem of inject('readyKeys')) addSpareRsaPair(pem)
