import { onMounted, onUnmounted, type Ref, ref } from 'vue'

const INTERVAL_MS = 30_000

/** The time in milliseconds since the epoch, near enough to say how long something is ago. */
export function useNow(): Readonly<Ref<number>> {
  const now = ref(Date.now())
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    timer = setInterval(() => {
      now.value = Date.now()
    }, INTERVAL_MS)
  })
  onUnmounted(() => clearInterval(timer))
  return now
}
