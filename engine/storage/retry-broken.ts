/**
 * Runs a task, and once more if it met a connection to the database that the browser had broken: after a disk was full,
 * Firefox says so at the next use only, with an `InvalidStateError`, and the use after that finds a new connection. So
 * what a task writes must be one transaction.
 */
export async function retryBroken<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'InvalidStateError') throw error
    return task()
  }
}
