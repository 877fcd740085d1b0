/** Where the built console is: `index.html` and `assets/`, each file named after its content. */
export declare const consoleFolder: URL
