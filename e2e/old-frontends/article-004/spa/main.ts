import { isFlagSet, removeFlag } from './flag.js'
import { followLinks, onNavigation } from './navigate.js'
import { openCallback } from './open-callback.js'
import { openLogin } from './open-login.js'
import { openLogout } from './open-logout.js'
import { openProfile } from './open-profile.js'
import { element, show } from './show.js'

const CALLBACK = /^\/auth\/([^/]+)\/callback$/

const openPage = async (): Promise<void> => {
  showHeader()
  const { pathname } = location
  const provider = CALLBACK.exec(pathname)?.[1]
  if (provider !== undefined) return openCallback(provider)
  if (pathname === '/login') return openLogin()
  if (pathname === '/profile') return openProfile()
  if (pathname === '/logout') return openLogout()
  show(element('h1', 'Home'), element('p', isFlagSet() ? 'You are logged in.' : 'You are not logged in.'))
}

const showHeader = (): void => {
  const links = ['/', '/login', '/profile', '/logout'].map((href) =>
    Object.assign(element('a', href), { href }),
  )
  // It forgets that somebody is logged in, and tells the server nothing: only the page /logout does.
  const forget = Object.assign(element('button', 'Logout'), {
    onclick: () => {
      removeFlag()
      void openPage()
    },
  })
  document.querySelector('nav')?.replaceChildren(...links, ...(isFlagSet() ? [forget] : []))
}

followLinks()
onNavigation(() => void openPage())
void openPage()
