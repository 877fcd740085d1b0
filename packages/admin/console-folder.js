/** Where the built console is: `index.html` and `assets/`, each file named after its content. */
export const consoleFolder = new URL('./dist/', import.meta.url)
