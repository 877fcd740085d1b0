import type { JsonFormat } from './json-source.js'
import { PERSON_FIELDS, readPerson } from './records/read-person.js'
import { readJsonObjects } from './text/read-json-objects.js'

/** { "id": "42", "email": "ada@example.com", "email_verified": true, "password_hash": "$2b$…", "roles": ["staff"] } */
export const ndjson: JsonFormat = {
  objects: readJsonObjects,
  looksLike:
    'It has one JSON object on each line, with id, email or username, and what else there is: docs/import.md lists the fields.',
  readPerson,
  fields: PERSON_FIELDS,
}
