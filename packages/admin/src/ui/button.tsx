import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  /** `main`: what a page is for. `danger`: what cannot be taken back. */
  readonly kind?: 'main' | 'plain' | 'quiet' | 'danger'
}

export const Button = ({ kind = 'plain', ...props }: ButtonProps) => (
  <AriaButton {...props} className={`button ${kind}`} />
)
