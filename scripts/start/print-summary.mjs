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

Open ${open.url} and press "Continue with Google": the development provider asks
who you want to be. Or sign up with an address and a password in the Vue app; the message with
the code is in the mailbox. No account anywhere, nothing leaves this machine.
`)
}
