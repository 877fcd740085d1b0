import { createGuard } from '@latchkey/guard'

const real = createGuard({
  issuer: process.env.LATCHKEY_ISSUER,
  audience: 'https://api.example.com',
  onFirstSight: ({ subject }) => ({ id: subject }),
})

/** What the guard was told of the request, for tests to see. */
export let told = ''

/** @type {typeof real} */
export const guard = {
  ...real,
  check: (presented, requirement) => {
    told = `${presented.request.method} ${presented.request.values('x-proof').join()}`
    return real.check(presented, requirement)
  },
}
