/** Where the provider serves the picture it draws for a subject. */
export const avatarPath = (sub: string): string => `/avatars/${sub}.svg`
