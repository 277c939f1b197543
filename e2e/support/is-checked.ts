import type { Person } from '../../testing/browsers/person.ts'

/** Whether a checkbox is on, as the panel shows it; undefined where there is none of this label. */
export const isChecked = (person: Person, label: string) =>
  person.panel().evaluate((wanted) => {
    const found = [...document.querySelectorAll('label')].find((one) => one.textContent === wanted)
    return found?.control instanceof HTMLInputElement ? found.control.checked : undefined
  }, label)
