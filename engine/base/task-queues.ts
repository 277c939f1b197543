/** Tasks that run one after the other for each key, and for different keys side by side. */
export function createTaskQueues(onError: (error: unknown) => void) {
  const queues = new Map<string, Promise<void>>()
  return {
    /** Resolves when the task is done, also if it failed. */
    run(key: string, task: () => Promise<void>): Promise<void> {
      const next = (queues.get(key) ?? Promise.resolve()).then(task).catch(onError)
      queues.set(key, next)
      void next.then(() => {
        if (queues.get(key) === next) queues.delete(key)
      })
      return next
    },
  }
}
