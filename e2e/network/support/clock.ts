/** Lets real time pass, where time itself is what is tested: a network that is gone for so long. */
export const pause = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs))
