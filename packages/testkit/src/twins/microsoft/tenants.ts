/** Where every personal account lives (https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference). */
export const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad'

/** A company: its people have addresses at `workspace.example`. */
export const WORKSPACE_TENANT = '6f1d0c4e-8f2b-4f0e-9a55-2c1b7e3d9a10'

/** Another company. Its administrator writes whatever address they like into an account. */
export const OTHER_TENANT = 'b2a4e9d7-13c6-4a8f-8e21-70d5f6c3b942'

const tenantOfDomain: Readonly<Record<string, string>> = {
  'workspace.example': WORKSPACE_TENANT,
  'other-company.example': OTHER_TENANT,
}

/** Home realm discovery: the domain of an address says where its account lives. */
export const tenantOfAddress = (email: string): string => {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  return Object.hasOwn(tenantOfDomain, domain) ? (tenantOfDomain[domain] ?? PERSONAL_TENANT) : PERSONAL_TENANT
}

/** Whose accounts may sign in at an address of the provider. */
export type Authority = 'common' | 'organizations' | 'consumers' | { readonly tenant: string }

/** Reads the first part of a path. A tenant is known by its id. */
export const readAuthority = (text: string): Authority | undefined => {
  if (text === 'common' || text === 'organizations' || text === 'consumers') return text
  const tenants = [PERSONAL_TENANT, WORKSPACE_TENANT, OTHER_TENANT]
  return tenants.includes(text) ? { tenant: text } : undefined
}

export const admits = (authority: Authority, tenant: string): boolean => {
  switch (authority) {
    case 'common':
      return true
    case 'organizations':
      return tenant !== PERSONAL_TENANT
    case 'consumers':
      return tenant === PERSONAL_TENANT
    default:
      return tenant === authority.tenant
  }
}

/** Where several tenants may sign in, nobody knows the issuer beforehand: `{tenantid}` stands for its tenant. */
export const issuerOf = (url: string, authority: Authority): string => {
  if (authority === 'common' || authority === 'organizations') return `${url}/{tenantid}/v2.0`
  return issuerOfTenant(url, authority === 'consumers' ? PERSONAL_TENANT : authority.tenant)
}

export const issuerOfTenant = (url: string, tenant: string): string => `${url}/${tenant}/v2.0`

/** How an authority is written in a path. */
export const pathOf = (authority: Authority): string =>
  typeof authority === 'string' ? authority : authority.tenant
