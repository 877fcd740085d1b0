import type { ConfigurationProblem } from './configuration-error.js'

/** Where `latchkey dev` keeps the root secret it made, below the folder it runs in. */
export const DEVELOPMENT_SECRET_FILE = '.latchkey/secret'

/** What opens the keys in the database is not the secret that was given. */
export const otherSecret: ConfigurationProblem = {
  at: 'secrets',
  problem: 'the signing keys in the database were sealed under another secret',
  fix:
    'Set LATCHKEY_SECRET to the one they were made with; to replace it, put the new one first and the old one behind a comma. ' +
    `\`latchkey dev\` keeps its own: LATCHKEY_SECRET=$(cat ${DEVELOPMENT_SECRET_FILE}). A development database whose secret is ` +
    'lost opens no more: delete it (.latchkey/latchkey.db*), and the next start makes a new one.',
}
