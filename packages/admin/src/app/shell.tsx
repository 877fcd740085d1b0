import { Suspense, useEffect, useRef, useState } from 'react'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Empty } from '../ui/empty.js'
import { Loading } from '../ui/loading.js'
import { Page } from '../ui/page.js'
import { Refusal } from '../ui/refusal.js'
import { places } from './navigation.js'
import { useMay, useOperator } from './operator.js'
import { PageBoundary } from './page-boundary.js'
import { latchkeyUrl } from './place.js'
import { signOut } from './sign-out.js'
import { type Theme, useTheme } from './theme.js'

const themes: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'Colours: auto' },
  { value: 'light', label: 'Colours: light' },
  { value: 'dark', label: 'Colours: dark' },
]

/** What surrounds every page: the menu of what this operator may see, and who they are. */
export const Shell = () => {
  const may = useMay()
  const [location] = useLocation()
  const [isMenuOpen, setMenuOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  const shown = places.filter(({ permission }) => may(permission))
  const section = `/${location.split('/')[1] ?? ''}`

  // Who goes to another page hears what it is called.
  const before = useRef(location)
  useEffect(() => {
    setMenuOpen(false)
    const left = before.current
    before.current = location
    // Nobody went from the entrance to the first page: they were led there.
    if (left === location || left === '/') return
    main.current?.focus()
    scrollTo(0, 0)
  }, [location])

  const [first] = shown
  return (
    <div className="shell">
      <a className="skip" href="#main">
        To the content
      </a>
      <aside className="side" data-open={isMenuOpen}>
        <div className="side-top">
          <span className="brand">Latchkey</span>
          <span className="menu-button">
            <Button kind="quiet" aria-expanded={isMenuOpen} onPress={() => setMenuOpen(!isMenuOpen)}>
              Menu
            </Button>
          </span>
        </div>
        <nav aria-label="Console">
          <ul>
            {shown.map(({ path, label }) => (
              <li key={path}>
                <Link href={path} aria-current={section === path ? 'page' : undefined}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <Foot />
      </aside>
      <main className="content" id="main" ref={main} tabIndex={-1}>
        <PageBoundary key={section}>
          <Suspense fallback={<Loading />}>
            <Switch>
              {shown.map(({ path, page: Shown }) => (
                <Route key={path} path={path} nest>
                  <Shown />
                </Route>
              ))}
              <Route path="/">{first !== undefined && <Redirect to={first.path} replace />}</Route>
              <Route>
                <Page title="Nothing here">
                  <Empty title="There is no such page, or you may not see it" />
                </Page>
              </Route>
            </Switch>
          </Suspense>
        </PageBoundary>
      </main>
    </div>
  )
}

const Foot = () => {
  const { user } = useOperator()
  const { theme, setTheme } = useTheme()
  const [failure, setFailure] = useState<unknown>()
  return (
    <div className="side-foot">
      <Choice label="Colours" options={themes} value={theme} onChange={setTheme} />
      <a href={`${latchkeyUrl}/docs`}>The API, to read</a>
      <span className="who">{user.name ?? user.email ?? user.id}</span>
      <Button onPress={() => void signOut().catch(setFailure)}>Sign out</Button>
      {failure !== undefined && <Refusal error={failure} />}
    </div>
  )
}
