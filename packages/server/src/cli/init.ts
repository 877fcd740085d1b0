import type { Finding } from '../doctor/finding.js'
import { recognise } from '../init/recognise.js'
import { checkDraft } from './check-draft.js'
import { CommandError } from './command-error.js'
import { draftInit, type InitDraft, refuseSecondConfig } from './draft-init.js'
import { gatherAnswers } from './gather-answers.js'
import type { TypedInitOptions } from './init-options.js'
import { INTERRUPTED_STATUS, Interrupted } from './interrupted.js'
import { lookAround } from './look-around.js'
import { nextSteps } from './next-steps.js'
import { openPrompter } from './open-prompter.js'
import { type PreparedFiles, prepareFiles } from './place-files.js'
import { sayFindings } from './say-findings.js'
import { sayFound, sayInit } from './say-init.js'

/** `latchkey init`: from a frontend here and an API there to a configuration that starts. All of it is written, or nothing. */
export const init = async (typed: TypedInitOptions): Promise<void> => {
  const folder = process.cwd()
  process.exitCode = 1
  refuseSecondConfig(folder, typed.force === true)
  const found = recognise(lookAround(folder))
  process.exitCode = 2
  // Where others read standard output, nobody is asked there.
  const prompter = openPrompter(process.stdin, typed.json === true ? process.stderr : process.stdout)
  const tellFound = (): void => {
    if (typed.json !== true) for (const line of sayFound(found)) console.log(line)
  }
  try {
    if (prompter !== undefined) tellFound()
    const answers = await gatherAnswers(typed, { found, prompter })
    if (prompter === undefined) tellFound()
    process.exitCode = 1
    const draft = draftInit(answers, { folder, found, write: typed.write === true })
    const findings = await checkAndPlace(draft)
    const next = nextSteps(answers, folder)
    console.log(sayInit({ folder, answers, found, draft, findings, next }, { json: typed.json === true }))
    process.exitCode = 0
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    console.error('\nNothing was written.')
    process.exitCode = INTERRUPTED_STATUS
  } finally {
    prompter?.close()
  }
}

const checkAndPlace = async (draft: InitDraft): Promise<readonly Finding[]> => {
  let files: PreparedFiles | undefined
  const breakOff = (): never => {
    files?.discard()
    console.error('\nNothing was written.')
    process.exit(INTERRUPTED_STATUS)
  }
  // Before the first file: from here on a signal waits until there is something to take away.
  process.on('SIGINT', breakOff)
  process.on('SIGTERM', breakOff)
  try {
    files = prepareFiles(draft.changes)
    const isNew = draft.changes.some(({ path }) => path === draft.configPath)
    const config = isNew ? files.draftOf(draft.configPath) : draft.configPath
    const findings = await checkDraft(config, draft.environment)
    if (findings.some(({ severity }) => severity === 'error'))
      throw new CommandError(
        `Nothing was written, for no server would start with it:\n${sayFindings(findings, { wasDeployedLookedAt: true })}`,
        'Mend that, and run this again.',
      )
    files.commit()
    return findings
  } finally {
    files?.discard()
    process.off('SIGINT', breakOff)
    process.off('SIGTERM', breakOff)
  }
}
