import type { Locale } from '../model/locale.js'
import { escapeHtml } from './escape-html.js'
import type { Action, Wording } from './message.js'

/** What a mail program in dark mode puts in the place of the inline colours. It is all that cannot be said inline. */
const DARK = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.page{background:#12141a!important}.card{background:#1c1f27!important;
border-color:#444b5a!important;color:#eceef3!important}.soft{color:#a9b0be!important}.link{color:#9db5ff!important}
.button{background:#9db5ff!important;color:#10183a!important}.code{background:#272c38!important;color:#eceef3!important}}`

const PAGE = 'margin:0;padding:24px 12px;background:#eef0f4'
const CARD =
  'max-width:32rem;margin:0 auto;padding:28px 24px;box-sizing:border-box;background:#ffffff;border:1px solid #c3c8d2;' +
  "border-radius:14px;color:#191c22;font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;" +
  'overflow-wrap:anywhere'
const HIDDEN = 'display:none;max-height:0;overflow:hidden;opacity:0'
const SOFT = 'color:#565d6b;font-size:14px'
const BUTTON =
  'display:inline-block;padding:12px 22px;border-radius:9px;background:#2850c8;color:#ffffff;font-weight:600;' +
  'text-decoration:none'
const CODE =
  'margin:8px 0 20px;padding:12px;border-radius:9px;background:#f1f4fb;text-align:center;white-space:nowrap;' +
  'font:600 26px/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:3px'

const alsoAsLink: Record<Locale, string> = {
  en: 'If the button does not work, open this address in your browser:',
  de: 'Wenn die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse im Browser:',
  fr: 'Si le bouton ne fonctionne pas, ouvrez cette adresse dans votre navigateur\u00a0:',
}

/**
 * The HTML part of a message: headings, paragraphs and links, no tables, and nothing that is fetched when it is read.
 */
export const layOutHtml = (wording: Wording, frame: { service: string; locale: Locale }): string => {
  const { subject, paragraphs, actions = [], code, closing } = wording
  const [first, ...others] = actions
  const content = [
    ...paragraphs.map((text) => paragraph(text)),
    ...(first === undefined ? [] : [button(first)]),
    ...others.map(plainLink),
    ...(code === undefined
      ? []
      : [paragraph(code.label, '0'), `<p class="code" style="${CODE}">${escapeHtml(code.digits)}</p>`]),
    ...(first === undefined ? [] : [fallback(first, frame.locale)]),
    `<p class="soft" style="margin:0 0 16px;${SOFT}">${escapeHtml(closing)}</p>`,
    `<p class="soft" style="margin:0;${SOFT}">${escapeHtml(frame.service)}</p>`,
  ]
  return `<!doctype html>
<html lang="${frame.locale}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${escapeHtml(subject)}</title>
<style>${DARK}</style>
</head>
<body class="page" style="${PAGE}">
<div aria-hidden="true" style="${HIDDEN}">${escapeHtml(paragraphs[0] ?? '')}</div>
<div class="card" role="article" aria-labelledby="subject" lang="${frame.locale}" style="${CARD}">
<h1 id="subject" style="margin:0 0 16px;font-size:22px;line-height:1.3">${escapeHtml(subject)}</h1>
${content.join('\n')}
</div>
</body>
</html>
`
}

const paragraph = (text: string, bottom = '16px'): string =>
  `<p style="margin:0 0 ${bottom}">${escapeHtml(text)}</p>`

const button = ({ label, link }: Action): string =>
  `<p style="margin:24px 0"><a class="button" href="${escapeHtml(link)}" style="${BUTTON}">${escapeHtml(label)}</a></p>`

const plainLink = ({ label, link }: Action): string =>
  `<p style="margin:0 0 20px"><a class="link" href="${escapeHtml(link)}" style="color:#2850c8">${escapeHtml(label)}</a></p>`

const fallback = ({ link }: Action, locale: Locale): string =>
  `<p class="soft" style="margin:0 0 16px;${SOFT}">${escapeHtml(alsoAsLink[locale])}<br>` +
  `<a class="link" href="${escapeHtml(link)}" style="color:#2850c8">${escapeHtml(link)}</a></p>`
