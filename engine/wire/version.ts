/** The version of everything that peers say to each other. It rises when an older client could not follow. */
export const wireVersion = 1
