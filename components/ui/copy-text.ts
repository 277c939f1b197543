/** Copies a text; whether that worked. */
export const copyText = (text: string): Promise<boolean> =>
  navigator.clipboard.writeText(text).then(
    () => true,
    (error: unknown) => {
      console.warn('The text could not be copied', error)
      return false
    },
  )
