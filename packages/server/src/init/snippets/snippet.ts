/** Text for a file of the frontend or of the API. */
export interface Snippet {
  readonly side: 'frontend' | 'api'
  /** Its path, seen from the folder of that side. */
  readonly file: string
  readonly text: string
}
