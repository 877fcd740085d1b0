/** One thing that was looked at. What it quotes came from others: escape it before a terminal sees it. */
export interface Finding {
  /** What was looked at: `cookies`. */
  readonly check: string
  readonly severity: 'ok' | 'warning' | 'error'
  readonly seen: string
  /** What to do, in a line or two. There is none where all is well. */
  readonly fix?: string
}

/** Makes the findings of one check. */
export const findingsOf = (check: string) => ({
  ok: (seen: string): Finding => ({ check, severity: 'ok', seen }),
  warning: (seen: string, fix: string): Finding => ({ check, severity: 'warning', seen, fix }),
  error: (seen: string, fix: string): Finding => ({ check, severity: 'error', seen, fix }),
})
