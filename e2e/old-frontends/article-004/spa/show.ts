/** An element with a text. */
export const element = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
): HTMLElementTagNameMap[Name] => Object.assign(document.createElement(name), { textContent: text })

/** Puts these in place of the page before. */
export const show = (...content: readonly Node[]): void =>
  document.querySelector('main')?.replaceChildren(...content)

/** Says what went wrong, below what is there. */
export const showFailure = (error: unknown): void => {
  const notice = element('p', error instanceof Error ? error.message : String(error))
  notice.setAttribute('role', 'alert')
  document.querySelector('main')?.append(notice)
}
