/** In the colours of the console, light and dark. */
export const axisStyle = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--ink-soft)', fontSize: 12 },
} as const

export const tooltipStyle = {
  cursor: { fill: 'var(--ground)' },
  contentStyle: { background: 'var(--paper)', border: '1px solid var(--line)', borderRadius: 'var(--round)' },
  isAnimationActive: false,
} as const
