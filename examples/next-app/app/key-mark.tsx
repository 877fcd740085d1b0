/** The mark of Latchkey: decoration, so it has no text of its own. */
export function KeyMark() {
  return (
    <svg className="key-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle cx="10" cy="16" r="5.5" />
      <path d="M15.5 16H29m-3.5 0v5.5m-5-5.5v4" />
    </svg>
  )
}
