/** Tells once for all that changes in one turn. */
export function createTeller(onTell: () => void) {
  let isTelling = false
  return {
    tell() {
      if (isTelling) return
      isTelling = true
      queueMicrotask(() => {
        isTelling = false
        onTell()
      })
    },
  }
}
