/** Groups of at most `limit`, in order. */
export async function* inBatches<Item>(items: AsyncIterable<Item>, limit: number): AsyncGenerator<Item[]> {
  let batch: Item[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < limit) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
