/** Whether a person is here and what had the focus went away, which leaves it nowhere. */
export const hasLostFocus = (): boolean => document.hasFocus() && document.activeElement === document.body
