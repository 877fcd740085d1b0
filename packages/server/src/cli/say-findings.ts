import type { Finding } from '../doctor/finding.js'
import { escapeControls } from '../explain/escape-controls.js'

const MARKS = { ok: '✓', warning: '!', error: '✗' } as const

/** What was found, for people or as JSON. Whatever others wrote is escaped. */
export const sayFindings = (
  findings: readonly Finding[],
  {
    json = false,
    wasDeployedLookedAt,
  }: { readonly json?: boolean | undefined; readonly wasDeployedLookedAt: boolean },
): string => {
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length
  const counted = { errors: count('error'), warnings: count('warning') }
  const text = json
    ? JSON.stringify({ ...counted, findings }, null, 2)
    : [
        ...findings.map((finding) => sayFinding(finding, widthOf(findings))),
        '',
        sum(counted),
        ...(wasDeployedLookedAt
          ? []
          : [
              'Only the configuration was looked at. As a browser sees it: latchkey doctor --url https://auth.example.com',
            ]),
      ].join('\n')
  return text.split('\n').map(escapeControls).join('\n')
}

const widthOf = (findings: readonly Finding[]): number =>
  Math.max(0, ...findings.map(({ check }) => check.length))

const sayFinding = ({ check, severity, seen, fix }: Finding, width: number): string => {
  const line = `${MARKS[severity]} ${check.padEnd(width)}  ${oneLine(seen)}`
  return fix === undefined ? line : `${line}\n  ${' '.repeat(width)}  Fix: ${oneLine(fix)}`
}

const oneLine = (text: string): string => text.replaceAll('\n', ' ')

const sum = ({ errors, warnings }: { readonly errors: number; readonly warnings: number }): string => {
  if (errors + warnings === 0) return 'All is well.'
  const plural = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`
  return [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ].join(', ')
}
