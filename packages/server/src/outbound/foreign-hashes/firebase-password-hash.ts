/** What a project's console shows under “password hash parameters”. */
export interface FirebaseHashParameters {
  /** `base64_signer_key` */
  readonly signerKey: string
  /** `base64_salt_separator` */
  readonly saltSeparator: string
  /** `rounds` */
  readonly rounds: number
  /** `mem_cost` */
  readonly memoryCost: number
}

/** A user of an export of Firebase Authentication, as far as the password goes. */
export interface FirebaseUserHash {
  /** Base64, as every spelling of it. */
  readonly passwordHash: string
  readonly salt: string
}

/**
 * A hash of Firebase as one text, to be stored. Firebase keeps what is the project's apart from what is the user's; checking a
 * password takes both.
 */
export const firebasePasswordHash = (project: FirebaseHashParameters, user: FirebaseUserHash): string => {
  const { memoryCost, rounds, saltSeparator, signerKey } = project
  const parameters = `v=1,n=${memoryCost},r=${rounds},p=1,ss=${saltSeparator},sk=${signerKey}`
  return `$fbscrypt$${parameters}$${user.salt}$${user.passwordHash}`
}
