/** Where a twin serves the picture it draws for a subject. */
export const avatarPath = (subject: string): string => `/avatars/${encodeURIComponent(subject)}.svg`
