import { spawnSync } from 'node:child_process'
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** Why no small file system can be made here; undefined where one can. */
export function findDiskObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux mounts a tmpfs'
  if (process.getuid?.() !== 0) return 'only root may mount'
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-disk-'))
  const isAllowed = mount(folder, 1)
  if (isAllowed) unmount(folder)
  rmdirSync(folder)
  return isAllowed ? undefined : 'this machine allows no mounts'
}

const mount = (folder: string, megabytes: number) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]).status === 0

/** Lazily: a browser that closes badly may still hold a file. */
const unmount = (folder: string) => spawnSync('umount', ['-l', folder])

export type SmallDisk = ReturnType<typeof mountSmallDisk>

/** A file system of its own, so small that a test can fill it to the last byte. */
export function mountSmallDisk(megabytes: number) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-disk-'))
  if (!mount(folder, megabytes)) {
    rmdirSync(folder)
    throw new Error('The small file system could not be mounted.')
  }
  let filled = 0

  return {
    folder,
    freeBytes() {
      const { bavail, bsize } = statfsSync(folder)
      return bavail * bsize
    },
    /** Leaves no free byte. */
    fill() {
      const file = openSync(path.join(folder, `filled-${(filled += 1)}`), 'w')
      try {
        for (let size = 1 << 20; size >= 1;) {
          try {
            if (writeSync(file, Buffer.alloc(size)) < size) size >>= 1
          } catch (error) {
            if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
            size >>= 1
          }
        }
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
    },
    /** Gives back what {@link fill} took. */
    free() {
      for (; filled > 0; filled -= 1) rmSync(path.join(folder, `filled-${filled}`))
    },
    close() {
      unmount(folder)
      rmdirSync(folder)
    },
  }
}
