import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

/** A question in front of the page; Escape and a click beside it answer no. */
export const Dialog = ({
  title,
  isOpen,
  onClose,
  isGrave = false,
  children,
}: {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Whether it is about something that cannot be taken back. */
  readonly isGrave?: boolean
  readonly children: ReactNode
}) => (
  <ModalOverlay
    className="overlay"
    isOpen={isOpen}
    isDismissable={!isGrave}
    onOpenChange={(open) => {
      if (!open) onClose()
    }}
  >
    <Modal className="modal">
      <AriaDialog className="dialog" role={isGrave ? 'alertdialog' : 'dialog'}>
        <Heading slot="title">{title}</Heading>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
)
