import { CommandError } from './command-error.js'

/** The options of `latchkey doctor`, as they were typed. */
export interface TypedDoctorOptions {
  readonly config?: string
  readonly url?: string
  readonly api?: string
  readonly app?: readonly string[]
  readonly sendTestMail?: string
  readonly json?: boolean
}

/** @throws CommandError for what is no web address */
export const readTarget = (option: string, text: string | undefined): URL | undefined => {
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new CommandError(
      `${option} names no web address.`,
      `Write ${option} https://auth.example.com, without a user name.`,
    )
  return url
}

/** The origins of apps, as browsers write them. @throws CommandError for what is none */
export const readAppOrigins = (texts: readonly string[] = []): readonly string[] =>
  texts.map((text) => readTarget('--app', text)?.origin ?? text)
