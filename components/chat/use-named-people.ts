import { computed, defineAsyncComponent, watch, type Ref } from 'vue'
import type { Mentionable } from './mentions.ts'

const loadPicker = () => import('./MentionPicker.vue')
/** Loaded for a text with an `@`, or before, while the panel is idle. */
export const MentionPicker = defineAsyncComponent(loadPicker)

/** What the composer asks of the part that completes names, which is there while a text has an `@`. */
export interface PickerView {
  readonly active: number
  /** Whether a key was for the list. */
  handleKey(event: KeyboardEvent): boolean
  /** The list's. */
  readonly id: string
  /** Whether all are known whom the text may name. */
  readonly isComplete: boolean
  namedIn(words: string): string[]
  /** Looks where in the text somebody is. */
  noteCaret(): void
  readonly offered: readonly Mentionable[]
}

/** Ends once something is the case. */
const becomes = (isSo: Readonly<Ref<boolean>>) =>
  new Promise<void>((resolve) => {
    const stop = watch(isSo, (is) => {
      if (!is) return
      stop()
      resolve()
    })
    if (!isSo.value) return
    stop()
    resolve()
  })

/** Whom a text names: nobody without an `@`, and known only once the picker is there. */
export function useNamedPeople(picker: Readonly<Ref<PickerView | null>>, text: Readonly<Ref<string>>) {
  const mayName = computed(() => text.value.includes('@'))
  const isKnown = computed(() => !mayName.value || picker.value?.isComplete === true)
  return {
    mayName,
    isKnown,
    namedIn: (words: string) => picker.value?.namedIn(words) ?? [],
    /** Ends once it is known, or can't be. */
    known: () =>
      loadPicker().then(
        () => becomes(isKnown),
        (error: unknown) => console.error('The part that completes names could not be loaded', error),
      ),
  }
}
