/** The API as TypeScript, but for the CSRF token, which the client sends by itself. */
export declare const apiTypesOf: (document: object) => Promise<string>
