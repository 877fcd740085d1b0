import type { AdminUserDetail } from '@latchkey/contract'
import { allAtOnce } from '../../ui/all-at-once.js'
import { Empty } from '../../ui/empty.js'
import { ApiKeyTable } from '../api-key-table.js'

export const UserKeys = ({ user }: { readonly user: AdminUserDetail }) =>
  user.apiKeys.length === 0 ? (
    <Empty title="No API key" />
  ) : (
    <ApiKeyTable list={allAtOnce(user.apiKeys)} isOfOne />
  )
