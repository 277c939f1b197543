import type { Problem } from '../base/problem.ts'

/** What happened to our microphone or speaker and is still worth a word. */
export function createNotice(onChange: () => void) {
  let notice: Problem | undefined
  function change(next: Problem | undefined) {
    notice = next
    onChange()
  }
  return {
    view: () => ({ ...(notice && { notice }) }),
    set: (problem: Problem) => change(problem),
    /** Only one of a kind, where one is named. */
    clear: (kind = notice?.kind) => notice?.kind === kind && change(undefined),
    /** It is open again; that another took the place of one that was pulled out stays worth a word. */
    clearMicrophone() {
      if (notice?.kind.startsWith('microphone-') && notice.kind !== 'microphone-unplugged') change(undefined)
    },
  }
}
