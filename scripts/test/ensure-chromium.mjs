import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A Chromium inside an npm package, for machines that have none: fetched by `npm test` only, never saved. */
const PACKAGED = '@sparticuz/chromium@143.0.4'

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * The tests drive a real browser. Finds one, or on Linux installs one beside the other packages.
 *
 * @param {string} root
 */
export function ensureChromium(root) {
  const found = places.some((place) => place !== undefined && existsSync(place))
  if (found || existsSync(join(root, 'node_modules/@sparticuz/chromium'))) return
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error(
      'No Chromium was found. Install Chrome or Chromium, or set CHROMIUM_PATH to the one you have.',
    )
    process.exit(1)
  }
  console.log('No Chromium was found: installing one from npm for these tests …')
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-package-lock', PACKAGED], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status === 0) return
  console.error(
    'Chromium could not be installed. Install it (apt-get install -y chromium), or set CHROMIUM_PATH.',
  )
  process.exit(1)
}
