import { Dexie, RangeSet, type ObservabilitySet } from 'dexie'
import type { SidetoneDatabase } from '@/engine/storage/database.ts'

/** Numbers of rows that have changed, come or gone: some by themselves, and runs of them. */
export interface ChangedKeys {
  readonly keys: ReadonlySet<number>
  readonly ranges: readonly { readonly from: number; readonly to: number }[]
}

const asNumber = (key: unknown, otherwise: number) => (typeof key === 'number' ? key : otherwise)

function changedIn(parts: ObservabilitySet, part: string): ChangedKeys {
  const keys = new Set<number>()
  const ranges: { from: number; to: number }[] = []
  const set = parts['all'] ?? parts[part]
  if (set) {
    for (const { from, to } of RangeSet(set)) {
      if (typeof from === 'number' && from === to) keys.add(from)
      else ranges.push({ from: asNumber(from, -Infinity), to: asNumber(to, Infinity) })
    }
  }
  return { keys, ranges }
}

/**
 * Tells which entries any context of the extension has written or deleted, after each transaction that did. It is what
 * Dexie's live queries live by; one of those would have to read everything again to tell what has changed.
 */
export function watchEntries(
  database: SidetoneDatabase,
  onChange: (changed: ChangedKeys) => void,
): () => void {
  const part = `idb://${database.name}/entries/`
  function handle(parts: ObservabilitySet) {
    const changed = changedIn(parts, part)
    if (changed.keys.size > 0 || changed.ranges.length > 0) onChange(changed)
  }
  Dexie.on('storagemutated', handle)
  return () => Dexie.on.storagemutated.unsubscribe(handle)
}
