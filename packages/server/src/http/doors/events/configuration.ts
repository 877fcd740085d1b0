import { POLL_DELIVERY, PUSH_DELIVERY, paths } from '@latchkey/contract'

/** Where receivers learn of everything below (SSF 1.0 §7.1). */
export const ssfConfiguration = ({ issuer }: { readonly issuer: string }) => ({
  spec_version: '1_0',
  issuer,
  jwks_uri: issuer + paths.jwks,
  delivery_methods_supported: [PUSH_DELIVERY, POLL_DELIVERY],
  configuration_endpoint: issuer + paths.eventStreams,
  status_endpoint: issuer + paths.eventStreamStatus,
  add_subject_endpoint: issuer + paths.addEventSubject,
  remove_subject_endpoint: issuer + paths.removeEventSubject,
  verification_endpoint: issuer + paths.verifyEventStream,
  critical_subject_members: [],
  authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
  default_subjects: 'ALL',
})
