import { computed, ref, useId, watch, type Ref } from 'vue'
import { completionsOf, mentionAt, type Mentionable } from './mentions.ts'

/** More would cover the room. */
const maxOffered = 20

/** Completes names after an `@` in a text field. */
export function useMentions(options: {
  readonly input: Readonly<Ref<HTMLTextAreaElement | null>>
  readonly text: Ref<string>
  readonly people: () => readonly Mentionable[]
}) {
  const id = useId()
  const caret = ref(0)
  const active = ref(0)
  /** Where a list was closed with Escape: it stays so until another name is begun. */
  const closedAt = ref<number>()
  const typing = computed(() => mentionAt(options.text.value, caret.value))
  const offered = computed(() => {
    if (!typing.value || typing.value.start === closedAt.value) return []
    return completionsOf(options.people(), typing.value.typed).slice(0, maxOffered)
  })
  watch(offered, () => (active.value = 0))
  watch(typing, (now) => {
    if (!now) closedAt.value = undefined
  })

  function noteCaret() {
    caret.value = options.input.value?.selectionEnd ?? 0
  }

  function choose(person: Mentionable) {
    const found = typing.value
    if (!found) return
    const { text } = options
    const before = `${text.value.slice(0, found.start)}@${person.name} `
    text.value = before + text.value.slice(caret.value).replace(/^ /, '')
    caret.value = before.length
    // Once the field has the text.
    requestAnimationFrame(() => options.input.value?.setSelectionRange(before.length, before.length))
  }

  /** Whether a key was for the list. */
  function handleKey(event: KeyboardEvent): boolean {
    const count = offered.value.length
    if (count === 0 || event.isComposing) return false
    const step = { ArrowDown: 1, ArrowUp: count - 1 }[event.key]
    const person = offered.value[active.value]
    if (step !== undefined) active.value = (active.value + step) % count
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && person) choose(person)
    else if (event.key === 'Escape') closedAt.value = typing.value?.start
    else return false
    event.preventDefault()
    return true
  }

  return { id, offered, active, noteCaret, choose, handleKey }
}
