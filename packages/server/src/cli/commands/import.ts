import type { Command } from 'commander'
import { FORMATS } from '../../import/formats.js'
import { addCommand, gather } from './add-command.js'

export const addImport = (program: Command): void => {
  addCommand(program, 'import <format>', {
    description: `move people over from another system: ${FORMATS.join(', ')}`,
    json: 'the report',
  })
    .requiredOption('--from <source>', 'a file, postgres://…, or - for standard input')
    .option('--dry-run', 'do everything, keep nothing, and print the report')
    .option('--report <file>', 'write every single case of the report there, a JSON object a line')
    .option('--source <name>', 'what this source is called when it is imported again (default: the format)')
    .option('--map <field=column>', 'which column a field is in; may be repeated', gather, [])
    .option('--table <name>', 'django: the table of the people, where it is not found by itself')
    .option('--addresses-were-confirmed', 'the old system let nobody in who had not confirmed the address')
    .option('--keep-provider-tokens', 'keep tokens of providers, sealed')
    .option(
      '--secret-key-file <file>',
      'django: the old SECRET_KEY, for live sessions (or DJANGO_SECRET_KEY)',
    )
    .option('--auth0-connection <prefix>', 'django: what stood before the | of names at Auth0, such as auth0')
    .option('--passwords <file>', 'auth0: the export of password hashes')
    .option('--write-apps <file>', 'django: write the credentials of applications at providers there')
    .action(async (format, options) => (await import('../import.js')).importPeople(format, options))
}
