import type { ImportReport } from '../import/index.js'

/** The report of an import, for people. @param file where every single case stands */
export const sayImportReport = (report: ImportReport, file: string | undefined): string => {
  const { people, notes } = report
  const heading = report.dryRun
    ? `Tried an import from ${report.source}; nothing was kept.`
    : `Imported from ${report.source}.`
  const counted = [
    `people: ${people.read} read, ${people.imported} new, ${people.linked} linked to an account that was here, ${people.renewed} known and changed, ${people.unchanged} known and unchanged`,
    `of the new ones: ${people.passwords} with a password, ${people.provenAddresses} with a proven address, ${people.suspended} suspended`,
    `with them: ${people.identities} identities, ${people.roles} roles, ${people.sessions} sessions and tokens that go on, ${people.spentTokens} tokens that stay taken back`,
  ]
  const noted = Object.values(notes).flatMap(({ count, sentence, examples }) => [
    sentence,
    ...examples
      .map(({ who, detail }) => [who, detail].filter((part) => part).map(plain))
      // What is nobody's has nobody to name.
      .filter((parts) => parts.length > 0)
      .map((parts) => `    ${parts.join(': ')}`),
    ...(count > examples.length && examples.length > 1 ? [`    and ${count - examples.length} more`] : []),
  ])
  return [
    heading,
    ...counted.map((line) => `  ${line}`),
    ...(noted.length > 0 ? ['Not as it was there:', ...noted.map((line) => `  ${line}`)] : []),
    ...(file === undefined ? [] : [`Every single case: ${file}`]),
  ].join('\n')
}

/** What others wrote must not move the cursor of a terminal. */
const plain = (text: string | undefined): string => (text ?? '').replaceAll(/\p{C}/gu, '\u{fffd}')
