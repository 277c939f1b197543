/** Runs a task once all that were handed in before have ended, whether they worked or not. */
export type InTurn = <Result>(task: () => Promise<Result>) => Promise<Result>

/** A queue of tasks, one at a time and in order. */
export function createTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve()

  return (task) => {
    const done = last.then(task)
    // A failure is for the caller, who has `done`; the next task goes on all the same.
    last = done.catch(() => undefined)
    return done
  }
}
