import { Link } from 'wouter'

/** A person, with the way to everything that is known of them. */
export const UserLink = ({
  user: { id, name, email },
}: {
  readonly user: { readonly id: string; readonly name: string | null; readonly email: string | null }
}) => <Link href={`~/users/${id}`}>{name ?? email ?? id}</Link>
