import pg from 'pg'

/** The ASCII codes of "latc". Locks of two numbers are others than those of one, which migrations take. */
const NAMESPACE = 0x6c617463
const NUMBERS = { import: 1 } as const

/** Claims a name by an advisory lock of a connection of its own: it goes when the connection does. */
export const claimOn = async (
  url: string,
  name: keyof typeof NUMBERS,
): Promise<(() => Promise<void>) | undefined> => {
  const client = new pg.Client({ connectionString: url, application_name: `latchkey ${name}` })
  // Told where it is used next; nothing is to be done here, and an unheard error would end the process.
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client
    .query<{ claimed: boolean }>('select pg_try_advisory_lock($1, $2) as claimed', [NAMESPACE, NUMBERS[name]])
    .catch(async (error: unknown) => {
      await client.end()
      throw error
    })
  if (rows[0]?.claimed === true) return () => client.end()
  await client.end()
  return undefined
}
