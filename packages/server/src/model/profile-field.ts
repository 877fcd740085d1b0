/** One line of text that the project keeps about a person, as far as its schema says what it is. */
export interface ProfileField {
  readonly name: string
  readonly label: string
  readonly required: boolean
  readonly maxLength: number | undefined
}
