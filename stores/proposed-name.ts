import { defineStore } from 'pinia'
import { ref } from 'vue'
import { t } from '@/words/words.ts'

const wordsOf = (list: string) => list.split('|').map((word) => word.trim())

/** One of a list, by a random number from 0 up to, and without, 1. */
function pick(list: readonly string[], random: () => number): string {
  return list[Math.floor(random() * list.length)] ?? ''
}

/**
 * A friendly name in the panel's language, such as "Calm Otter": made here of two random words, and so of nothing that
 * is known of the person.
 */
export function proposeName(random: () => number): string {
  return t('start-name', {
    adjective: pick(wordsOf(t('start-adjectives')), random),
    animal: pick(wordsOf(t('start-animals')), random),
  })
}

/** The name that this panel proposes to somebody who has none yet: the same wherever it asks. */
export const useProposedName = defineStore('proposed-name', () => {
  const name = ref(proposeName(Math.random))

  return {
    name,
    /** Proposes another one, and gives it. */
    another(): string {
      const before = name.value
      while (name.value === before) name.value = proposeName(Math.random)
      return name.value
    },
  }
})
