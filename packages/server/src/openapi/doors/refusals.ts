import { z } from 'zod'
import type { Body } from '../operation.js'

/** How Django REST framework says no: a sentence about the request, or a list of sentences for each field that is wrong. */
export const drfRefusal: Body = {
  schema: z
    .object({
      detail: z.string().optional(),
      /** Of the refusal; or what is wrong with a field of this name. */
      code: z.union([z.string(), z.array(z.string())]).optional(),
      messages: z.array(z.record(z.string(), z.string())).optional(),
      errors: z.record(z.string(), z.string()).optional(),
    })
    .catchall(z.array(z.string()))
    .meta({ title: 'DjangoRefusal' }),
}

/** How FastAPI says no: a sentence, or everything that is wrong with the body. */
export const fastapiRefusal: Body = {
  schema: z
    .object({
      detail: z.union([
        z.string(),
        z.array(
          z.looseObject({
            type: z.string(),
            loc: z.array(z.union([z.string(), z.number()])),
            msg: z.string(),
          }),
        ),
      ]),
    })
    .meta({ title: 'FastapiRefusal' }),
}
