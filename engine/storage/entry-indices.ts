/**
 * What entries are found by: what each version of the database added to the one before it. An index leaves out the rows
 * that lack one of its columns.
 */
const addedIn: Readonly<Record<number, readonly string[]>> = {
  2: ['++order', '&[roomId+authorId+seq]', '[roomId+order]', '[roomId+sortKey+authorId+seq]'],
  // What has a place in the thread is found apart from what says something about it.
  3: [
    '[roomId+isShown+order]',
    '[roomId+isShown+sortKey+authorId+seq]',
    '[roomId+unreadKind]',
    '[roomId+target]',
    '[roomId+target+kind+authorId+seq]',
    '*dropped',
  ],
  // What is to disappear is found by when, and a room's settings apart from what is said there.
  4: ['dueAtMs', '[roomId+setting+authorId+seq]', '*replaces'],
}

/** The primary key and all indices that entries have in a version, as Dexie takes them. */
export const entryIndices = (version: number): string =>
  Object.entries(addedIn)
    .flatMap(([added, indices]) => (Number(added) <= version ? indices : []))
    .join(', ')
