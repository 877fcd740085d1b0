let open: () => void = () => {}

/** Says what opens a page once the address has changed. */
export const onNavigation = (opener: () => void): void => {
  open = opener
  addEventListener('popstate', opener)
}

/** Goes to another page of this app without loading it anew. */
export const navigate = (path: string): void => {
  history.pushState(null, '', path)
  open()
}

/** Makes links within the app do that too. */
export const followLinks = (): void => {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || link.origin !== location.origin) return
    event.preventDefault()
    navigate(link.pathname)
  })
}
