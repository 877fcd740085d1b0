/**
 * What an access JWT says by our word alone (RFC 7519 §4.1, RFC 7800, RFC 8693 §4, RFC 9068 §2.2, OIDC Core §2 and §5.1, Token Status List §6.1,
 * Simple JWT), and names by which a guard or a library of an API might take it for something else. No hook writes these.
 */
const RESERVED: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'],
  ...['sid', 'client_id', 'scope', 'scp', 'roles', 'permissions', 'azp', 'typ', 'token_use', 'token_type'],
  ...['amr', 'acr', 'auth_time', 'nonce', 'at_hash', 'c_hash', 's_hash'],
  ...['status', 'cnf', 'act', 'may_act', 'events', 'sub_id', 'active', 'authorization_details'],
  ...['email', 'email_verified', 'name', 'picture', 'updated_at', 'user_id'],
  // An object that is put together from claims must stay one.
  '__proto__',
])

/** Whether a claim of this name is ours to make. */
export const isReservedClaim = (name: string): boolean => RESERVED.has(name)
