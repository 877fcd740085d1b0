import { Component, type ReactNode } from 'react'
import { Button } from '../ui/button.js'

/** A page that breaks leaves the rest of the console standing. */
export class PageBoundary extends Component<
  { readonly children: ReactNode },
  { readonly isBroken: boolean }
> {
  override state = { isBroken: false }

  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true }
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children
    return (
      <div className="notice bad" role="alert">
        <p>This page could not be shown. It may be of an older version than the server.</p>
        <Button onPress={() => location.reload()}>Load it again</Button>
      </div>
    )
  }
}
