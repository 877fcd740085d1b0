import { type ReactElement, type ReactNode, useId } from 'react'
import { ResponsiveContainer } from 'recharts'
import { Empty } from '../../ui/empty.js'

/** A chart with its name, and the same numbers as a table for who reads rather than looks. */
export const Chart = ({
  title,
  empty,
  height,
  children,
  table,
}: {
  readonly title: string
  /** What is said in the place of a chart that would show nothing. */
  readonly empty: string | undefined
  /** In pixels. */
  readonly height: number
  readonly children: ReactElement
  readonly table: ReactNode
}) => {
  const name = useId()
  return (
    <section className="card" aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      {empty === undefined ? (
        <>
          <div className="chart" aria-hidden="true">
            <ResponsiveContainer width="100%" height={height}>
              {children}
            </ResponsiveContainer>
          </div>
          <details>
            <summary>As a table</summary>
            {table}
          </details>
        </>
      ) : (
        <Empty title={empty} />
      )}
    </section>
  )
}
