import { computed, onMounted, onScopeDispose, ref, type Ref } from 'vue'

const gapPx = 4
/** How far it reaches over what it stands above: not as far as the words. */
const overlapPx = 4

interface Sizes {
  readonly roomPx: number
  readonly bubblePx: number
  readonly bubbleTopPx: number
  readonly widthPx: number
  readonly heightPx: number
}

/** Where the tools of a message stand: beside its bubble, where they cover nothing, or else above it. */
export function placeTools(sizes: Sizes, isOwn: boolean): Record<string, string> {
  const { bubblePx, bubbleTopPx, heightPx, roomPx, widthPx } = sizes
  if (roomPx - bubblePx >= widthPx + gapPx)
    return {
      top: `${bubbleTopPx - overlapPx / 2}px`,
      [isOwn ? 'inset-inline-end' : 'inset-inline-start']: `${bubblePx + gapPx}px`,
    }
  // Above the words: they are to be read and selected.
  return { top: `${bubbleTopPx - heightPx + overlapPx}px`, 'inset-inline-end': `${gapPx}px` }
}

/** The style that puts tools in their place within the item of the list that they are in. */
export function useToolsPlace(tools: Readonly<Ref<HTMLElement | null>>, isOwn: () => boolean) {
  const sizes = ref<Sizes>()
  const itemOf = () => tools.value?.parentElement
  const bubbleOf = () => itemOf()?.querySelector<HTMLElement>('.bubble')

  function measure() {
    const [box, item, bubble] = [tools.value, itemOf(), bubbleOf()]
    if (!box || !item || !bubble) return
    const [room, taken, own] = [item, bubble, box].map((one) => one.getBoundingClientRect())
    if (!room || !taken || !own) return
    sizes.value = {
      roomPx: room.width,
      bubblePx: taken.width,
      bubbleTopPx: taken.top - room.top,
      widthPx: own.width,
      heightPx: own.height,
    }
  }
  const observer = new ResizeObserver(measure)
  onMounted(() => {
    measure()
    const bubble = bubbleOf()
    if (bubble) observer.observe(bubble)
  })
  onScopeDispose(() => observer.disconnect())
  return computed(() => (sizes.value ? placeTools(sizes.value, isOwn()) : undefined))
}
