/** Loaded before a command (`node --import`): says at its end how much memory it had at most. */
process.on('exit', () => process.stderr.write(`memory ${process.resourceUsage().maxRSS} kB\n`))
