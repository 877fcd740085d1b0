import type { AdminUserDetail } from '@latchkey/contract'

/** What a dialog about somebody is told. */
export interface UserDialogProps {
  readonly user: AdminUserDetail
  readonly isOpen: boolean
  readonly onClose: () => void
}
