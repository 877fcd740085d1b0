/** JSON, an object a line, written as fast as it is read: of however many, a page at a time is in memory. @param file what a browser saves it as */
export const answerLines = (pages: AsyncIterable<readonly object[]>, file: string): Response => {
  const reading = pages[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        let page = await reading.next()
        // Of some pages nothing goes out.
        while (page.done !== true && page.value.length === 0) page = await reading.next()
        if (page.done === true) return controller.close()
        controller.enqueue(encoder.encode(page.value.map((item) => `${JSON.stringify(item)}\n`).join('')))
      },
      cancel: async () => {
        await reading.return?.()
      },
    },
    { highWaterMark: 1 },
  )
  return new Response(body, {
    headers: {
      'content-type': 'application/x-ndjson',
      'content-disposition': `attachment; filename="${file}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
