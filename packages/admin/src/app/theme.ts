import { useEffect, useState } from 'react'

/** `system`: as the machine has it. */
export type Theme = 'system' | 'light' | 'dark'

const KEPT_AS = 'latchkey-console-theme'
const THEMES: readonly string[] = ['light', 'dark'] satisfies Theme[]

const readKept = (): Theme => {
  const kept = localStorage.getItem(KEPT_AS) ?? ''
  return THEMES.includes(kept) ? (kept as Theme) : 'system'
}

/** The colours of the console, kept in this browser. */
export const useTheme = (): { readonly theme: Theme; readonly setTheme: (theme: Theme) => void } => {
  const [theme, setTheme] = useState(readKept)
  useEffect(() => {
    if (theme === 'system') {
      delete document.documentElement.dataset['theme']
      localStorage.removeItem(KEPT_AS)
    } else {
      document.documentElement.dataset['theme'] = theme
      localStorage.setItem(KEPT_AS, theme)
    }
  }, [theme])
  return { theme, setTheme }
}
