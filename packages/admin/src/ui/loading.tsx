import { ProgressBar } from 'react-aria-components'

/** Something is on its way. It is shown after a moment only: most things are there before. */
export const Loading = ({ label = 'Loading' }: { readonly label?: string }) => (
  <ProgressBar aria-label={label} isIndeterminate className="loading">
    <span className="dots" aria-hidden="true" />
  </ProgressBar>
)
