/** The colours of one theme that hang on the accent. */
export interface AccentColours {
  /** Of links, focus and borders, on the background of this theme. */
  readonly ink: string
  readonly button: string
  readonly onButton: string
}

interface Rgb {
  readonly r: number
  readonly g: number
  readonly b: number
}

const WHITE: Rgb = { r: 255, g: 255, b: 255 }
const BLACK: Rgb = { r: 0, g: 0, b: 0 }

/** What small text must have at least (WCAG 2.2, 1.4.3), and a little more for rounding. */
const READABLE = 4.6
const STEP = 0.05

/**
 * One accent → colours that can be read on a background, and a button whose text can be read: white or black, whichever stands
 * out more. No accent is so middling that neither does.
 */
export const accentColours = (accent: string, background: string): AccentColours => {
  const colour = parse(accent)
  const behind = parse(background)
  const towards = luminance(behind) > 0.5 ? BLACK : WHITE
  const onButton = contrast(colour, WHITE) >= contrast(colour, BLACK) ? WHITE : BLACK
  return {
    ink: write(untilReadable(colour, behind, towards)),
    button: accent,
    onButton: write(onButton),
  }
}

const untilReadable = (colour: Rgb, background: Rgb, towards: Rgb): Rgb => {
  for (let share = 0; share < 1; share += STEP) {
    const mixed = mix(colour, towards, share)
    if (contrast(mixed, background) >= READABLE) return mixed
  }
  return towards
}

/** WCAG 2.2, "contrast ratio". */
export const contrastOf = (one: string, other: string): number => contrast(parse(one), parse(other))

const contrast = (one: Rgb, other: Rgb): number => {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** WCAG 2.2, "relative luminance". */
const luminance = ({ r, g, b }: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)

const linear = (channel: number): number => {
  const share = channel / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

const mix = (from: Rgb, to: Rgb, share: number): Rgb => {
  const between = (a: number, b: number): number => Math.round(a + (b - a) * share)
  return { r: between(from.r, to.r), g: between(from.g, to.g), b: between(from.b, to.b) }
}

const parse = (text: string): Rgb => ({
  r: Number.parseInt(text.slice(1, 3), 16),
  g: Number.parseInt(text.slice(3, 5), 16),
  b: Number.parseInt(text.slice(5, 7), 16),
})

const write = ({ r, g, b }: Rgb): string =>
  `#${[r, g, b].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
