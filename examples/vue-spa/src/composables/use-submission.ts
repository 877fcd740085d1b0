import { LatchkeyError } from '@latchkey/client'
import { computed, reactive, ref, shallowRef } from 'vue'

export interface Submission {
  readonly busy: boolean
  /** Why the last attempt was refused. */
  readonly refusal: LatchkeyError | undefined
  /** The same where it has to be said for the form as a whole; undefined where every complaint stands at a field. */
  readonly failure: LatchkeyError | undefined
  /** The sentence that belongs under a field, by the name the field has in the request. */
  complaintAbout(parameter: string): string | undefined
  submit(): Promise<void>
  /** Drops what the last attempt was told, for instance because the question has become another. */
  forget(): void
}

/**
 * One form: sends it once however often somebody clicks, and sorts what comes back into a message for the form and messages for
 * its fields.
 *
 * @param fields the names in the request that have a field in the form; a complaint about anything else goes to the form
 */
export function useSubmission(fields: readonly string[], act: () => Promise<void>): Submission {
  const busy = ref(false)
  const refusal = shallowRef<LatchkeyError>()
  const complaints = computed(() => sortComplaints(refusal.value, fields))

  async function submit(): Promise<void> {
    if (busy.value) return
    busy.value = true
    refusal.value = undefined
    try {
      await act()
    } catch (error) {
      // Anything else is a bug of this app and belongs in the console.
      if (!(error instanceof LatchkeyError)) throw error
      refusal.value = error
    } finally {
      busy.value = false
    }
  }

  return reactive({
    busy,
    refusal,
    failure: computed(() => complaints.value.ofForm),
    complaintAbout: (parameter: string) => complaints.value.ofFields.get(parameter),
    submit,
    forget: () => {
      refusal.value = undefined
    },
  })
}

interface Complaints {
  readonly ofForm: LatchkeyError | undefined
  readonly ofFields: ReadonlyMap<string, string>
}

function sortComplaints(refusal: LatchkeyError | undefined, fields: readonly string[]): Complaints {
  const ofFields = new Map<string, string>()
  if (!refusal) return { ofForm: undefined, ofFields }
  for (const { parameter, message } of refusal.issues) ofFields.set(parameter, message)
  if (refusal.parameter !== undefined && !ofFields.has(refusal.parameter)) {
    ofFields.set(refusal.parameter, refusal.message)
  }
  const everyOneHasAPlace = ofFields.size > 0 && [...ofFields.keys()].every((name) => fields.includes(name))
  return { ofForm: everyOneHasAPlace ? undefined : refusal, ofFields }
}
