import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'

/** Writes a value as a file of this repository, as its linter wants it: what hasn't changed is no difference. */
export async function writeJson(file: URL, value: unknown): Promise<void> {
  const path = fileURLToPath(file)
  const options = await resolveConfig(path)
  await writeFile(path, await format(JSON.stringify(value, undefined, 2), { ...options, filepath: path }))
}
