import type { User } from '../../model/user.js'

/** What a person is known by, and where: what nobody should take as a password (NIST SP 800-63B §5.1.1.2). */
export const personalTexts = (
  service: string,
  { email, name, profile }: Pick<User, 'email' | 'name' | 'profile'>,
): string[] => [service, email, name, ...Object.values(profile)].filter((text) => typeof text === 'string')
