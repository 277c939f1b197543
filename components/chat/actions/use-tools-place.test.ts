import { expect, test } from 'vitest'
import { placeTools } from './use-tools-place.ts'

const sizes = { roomPx: 296, bubblePx: 120, bubbleTopPx: 2, widthPx: 88, heightPx: 30 }

test('placeTools: beside a short message, on the side that it leaves free', () => {
  expect(placeTools(sizes, true)).toEqual({ top: '0px', 'inset-inline-end': '124px' })
  expect(placeTools(sizes, false)).toEqual({ top: '0px', 'inset-inline-start': '124px' })
})

test('placeTools: above a message that leaves no room, from the line of its name on', () => {
  const wide = { ...sizes, bubblePx: 272 }
  expect(placeTools(wide, true)).toEqual({ top: '-24px', 'inset-inline-end': '4px' })
  expect(placeTools({ ...wide, bubbleTopPx: 26 }, false)).toEqual({ top: '0px', 'inset-inline-end': '4px' })
})
