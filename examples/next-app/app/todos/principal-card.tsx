/** What `GET /me` of the API answers: what it knows of a caller, all of it out of the access token. */
export interface Principal {
  userId: string
  sessionId: string
  scopes: string[]
  amr: string[]
}

/** Methods of proof (RFC 8176 and its registry) in words. */
const meanings: Record<string, string> = {
  fed: 'fed (to a provider: Google, GitHub)',
  pwd: 'pwd (with your password)',
}

export function PrincipalCard({ principal }: { principal: Principal }) {
  return (
    <aside className="card" aria-labelledby="known-as">
      <h2 id="known-as">Known to the API as</h2>
      <dl className="facts">
        <div>
          <dt>User</dt>
          <dd>{principal.userId}</dd>
        </div>
        <div>
          <dt>Session</dt>
          <dd>{principal.sessionId}</dd>
        </div>
        <div>
          <dt>Allowed to</dt>
          <dd>{principal.scopes.join(', ')}</dd>
        </div>
        <div>
          <dt>How you proved it</dt>
          <dd>{principal.amr.map((method) => meanings[method] ?? method).join(', ')}</dd>
        </div>
      </dl>
      <p className="quiet">
        Another process answered this, from the access token alone. This page&#8217;s JavaScript has never
        seen that token.
      </p>
    </aside>
  )
}
