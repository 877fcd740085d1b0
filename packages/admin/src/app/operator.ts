import type { OperatorPermission, OperatorView } from '@latchkey/contract'
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { answerOf, api } from './ask.js'

/** Who works at the console. */
export const OperatorContext = createContext<OperatorView | undefined>(undefined)

export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: () => answerOf(api.GET('/admin/api/me')), refetchInterval: 60_000 })

/** @throws Error outside the console */
export const useOperator = (): OperatorView => {
  const operator = useContext(OperatorContext)
  if (operator === undefined) throw new Error('nobody works here')
  return operator
}

/** Whether the operator may do this. The server decides; this is what to offer. */
export const useMay = (): ((permission: OperatorPermission) => boolean) => {
  const { permissions, mayImpersonate } = useOperator()
  return (permission) =>
    permissions.includes(permission) && (permission !== 'latchkey:users.impersonate' || mayImpersonate)
}
