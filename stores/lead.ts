import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { EntryRow } from '@/engine/storage/database.ts'

/** Where in a room's history something stands: an entry's number on disk, and its place in the order shown. */
export type Place = Pick<EntryRow, 'roomId' | 'order' | 'sortKey' | 'authorId' | 'seq'>

/**
 * An entry that the list of messages is led to: a result of a search, what a reply quotes. The list of its room shows
 * it, however long ago it was said, gives it the focus, and takes it from here.
 */
export const useLeadStore = defineStore('lead', () => {
  const place = shallowRef<Place>()
  return {
    place,
    leadTo(to: Place) {
      place.value = { ...to }
    },
    /** It's shown now. */
    settle(shown: Place) {
      if (place.value === shown) place.value = undefined
    },
  }
})
