import { findMisfits, type OptionKinds } from './find-misfits.js'
import type { Provider } from './provider.js'

/** A provider as it is known before anybody has configured it. */
export interface ProviderDefinition<Options> {
  /** The name of the function, and the id unless another is given. */
  readonly id: string
  readonly options: OptionKinds<Options>
}

/**
 * A function for configurations: options → provider. What was written in JavaScript, or cast, may be anything: where it does not
 * fit, the provider is one that nobody can use and that says why, so that the start reports it beside everything else.
 */
export const defineProvider =
  <Options extends object>(
    { id, options: kinds }: ProviderDefinition<Options>,
    make: (options: Options) => Provider,
  ) =>
  (options: Options): Provider => {
    const misfits = findMisfits(options, { type: 'object', options: kinds })
    return misfits.length === 0
      ? make(options)
      : { id, name: id, clientIds: [], misgiven: { options, kinds, misfits } }
  }
