import { inject } from 'vitest'
import { addSpareRsaPair } from '../src/id-tokens/spare-keys.js'

// Each process of a run has these keys for itself, and adds them once, however many files of tests it runs.
for (const pem of inject('readyKeys')) addSpareRsaPair(pem)
