const strict = new TextDecoder('utf-8', { fatal: true })

/** The text of bytes from outside; `undefined` where they are none. Never throws. */
export function decodeUtf8(bytes: ArrayBuffer): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    // Not UTF-8: what that means is for the caller.
    return undefined
  }
}
