import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { commandExists } from '../run-command.ts'
import { hasDesktop, type startDesktop } from '../desktop.ts'
import { until } from '../panel.ts'

type Desktop = Pick<Awaited<ReturnType<typeof startDesktop>>, 'screenshot' | 'click' | 'point'>

/** Whether the prompt can be shown and seen; what needs it says by its name that it is skipped otherwise. */
export const hasPrompt = hasDesktop && commandExists('ffmpeg')

/** The buttons of the prompt, from top to bottom, and its cross. */
export type PromptAnswer = 'allow' | 'allow-this-time' | 'never-allow' | 'dismiss'
const buttons = ['allow', 'allow-this-time', 'never-allow'] as const

/** Their colour in Chromium's light theme, and how wide they are at least, in pixels. */
const buttonColour = [0xd3, 0xe3, 0xfd] as const
const minButtonWidth = 150

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** The areas of the buttons' colour in a picture (PPM, as ffmpeg writes it), from top to bottom. */
function findButtons(picture: Buffer): Box[] {
  const header = /^P6\n(\d+) (\d+)\n255\n/.exec(picture.toString('latin1', 0, 32))
  if (!header) throw new Error('The picture is no PPM.')
  const [start, width, height] = [header[0].length, Number(header[1]), Number(header[2])]
  const isButton = (x: number, y: number) =>
    buttonColour.every((value, i) => Math.abs((picture[start + 3 * (y * width + x) + i] ?? 0) - value) <= 2)
  const found: Box[] = []
  // The strip of tabs has the same colour.
  for (let y = 90; y < height; y++) {
    let left = 0
    while (left < width && !isButton(left, y)) left++
    let right = left
    while (right < width && isButton(right, y)) right++
    const last = found.at(-1)
    // The rows of a button begin within its round corners; those with words in them are not of one piece.
    if (last && y === last.bottom + 1 && Math.abs(left - last.left) < 20) {
      last.left = Math.min(last.left, left)
      last.right = Math.max(last.right, right)
      last.bottom = y
    } else if (right - left >= minButtonWidth) found.push({ left, right, top: y, bottom: y })
  }
  return found
}

/** Longer than Chromium distrusts a click after another. */
const clickPauseMs = 1_500

/**
 * Waits for Chromium's real prompt for the microphone, in a window at the top left of an invisible desktop, and answers
 * it with the mouse. No driver reaches it, and so it is found by the colour of its buttons.
 */
export async function answerMicrophonePrompt(desktop: Desktop, answer: PromptAnswer) {
  const folder = await mkdtemp(path.join(tmpdir(), 'sidetone-prompt-'))
  async function look(): Promise<Box[]> {
    const file = path.join(folder, 'desktop.ppm')
    await desktop.screenshot(file)
    return findButtons(await readFile(file))
  }
  try {
    // What the mouse is on has another colour.
    await desktop.point({ x: 0, y: 0 })
    // It comes in with a movement.
    let before = ''
    const shown = await until("Chromium's prompt, standing still", look, (boxes) => {
      const isStill = JSON.stringify(boxes) === before
      before = JSON.stringify(boxes)
      return boxes.length === buttons.length && isStill
    })
    const [first] = shown
    const box = answer === 'dismiss' ? first : shown[buttons.indexOf(answer)]
    if (!first || !box) throw new Error('The prompt has no such button.')
    const at =
      answer === 'dismiss'
        ? { x: first.right - 8, y: 106 }
        : { x: Math.round((box.left + box.right) / 2), y: Math.round((box.top + box.bottom) / 2) }
    // Chromium takes no clicks on a prompt that was not there a moment before, nor any that follow each other fast: then
    // each one begins the wait anew.
    await until(
      'the answered prompt',
      async () => {
        await desktop.click(at)
        await new Promise((resolve) => setTimeout(resolve, clickPauseMs))
        return look()
      },
      (boxes) => boxes.length === 0,
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}
