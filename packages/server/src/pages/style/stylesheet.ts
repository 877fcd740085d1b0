import type { Brand } from '../../model/brand.js'
import { type AccentColours, accentColours } from './accent-colours.js'
import { FORMS } from './forms.js'
import { FRAME } from './frame.js'

const CARD = { light: '#ffffff', dark: '#1d1f24' } as const

/** The one stylesheet of all pages. It is written at start, with the accent made readable in both themes. */
export const writeStylesheet = ({ accent }: Pick<Brand, 'accent'>): string =>
  [tokens(accentColours(accent, CARD.light), accentColours(accent, CARD.dark)), FRAME, FORMS].join('\n')

const tokens = (light: AccentColours, dark: AccentColours): string => `
:root {
  color-scheme: light dark;
  --paper: #f4f5f7;
  --card: ${CARD.light};
  --ink: #1a1c21;
  --soft: #565b66;
  --line: #dfe2e7;
  --edge: #80868f;
  --good: #14603a;
  --good-paper: #eaf6ef;
  --bad: #a3201a;
  --bad-paper: #fdf0ef;
  --shadow: 0 1px 2px rgb(20 24 32 / 6%), 0 12px 32px rgb(20 24 32 / 7%);
  ${accentTokens(light)}
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131417;
    --card: ${CARD.dark};
    --ink: #f0f1f4;
    --soft: #b0b5bf;
    --line: #34373f;
    --edge: #868c97;
    --good: #86d8aa;
    --good-paper: #172b21;
    --bad: #ffa198;
    --bad-paper: #371d1b;
    --shadow: none;
    ${accentTokens(dark)}
  }
}
.corners-square { --radius: 0; --radius-card: 0; }
.corners-soft { --radius: 8px; --radius-card: 14px; }
.corners-round { --radius: 24px; --radius-card: 24px; }
`

const accentTokens = ({ ink, button, onButton }: AccentColours): string =>
  `--accent: ${ink}; --button: ${button}; --on-button: ${onButton};`
