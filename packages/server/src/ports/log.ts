/** Facts beside a log line. Never a token, a secret, a password or a whole request. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  /** @param cause what was thrown; its message and stack are logged */
  error(event: string, fields?: LogFields, cause?: unknown): void
}
