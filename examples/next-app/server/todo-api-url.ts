/** Where the API is. Also its name as the audience of access tokens. */
export const todoApiUrl = process.env['TODO_API_URL'] ?? 'http://localhost:8000'
