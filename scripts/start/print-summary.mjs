/**
 * The one table at the end: what runs where, and what to do with it.
 *
 * @param {{ name: string, url: string, purpose: string }[]} services
 * @param {string} data
 * @param {string} logs
 */
export function printSummary(services, data, logs) {
  const [open] = services
  const width = (key) => Math.max(...services.map((service) => service[key].length))
  const rows = services.map(
    ({ name, url, purpose }) => `  ${name.padEnd(width('name'))}   ${url.padEnd(width('url'))}   ${purpose}`,
  )
  console.log(`
${rows.join('\n')}

  Data           ${data}
  Logs           ${logs}
  To stop        Ctrl-C

Open ${open.url} and press "Continue with Google" or "with GitHub": a development provider
asks who you want to be. The Vue app knows the same people, and links their accounts. Or sign up
there with an address and a password; the message with the code is in the mailbox. What your app
does when a provider is down, slow or lies, the page of the providers shows: switch it on there.
No account anywhere, nothing leaves this machine.
`)
}
