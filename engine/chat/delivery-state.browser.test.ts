import { expect, test } from 'vitest'
import { join, newRoomName } from '../testing/browser-person.ts'

test('what was written while alone arrives when somebody comes, in order', async () => {
  const room = newRoomName()
  const ada = await join('Ada', room)
  for (const text of ['is', 'anybody', 'there?']) await ada.say(text)
  expect(await ada.received()).toEqual([])
  const bo = await join('Bo', room)
  await bo.hears('is', 'anybody', 'there?')
  await expect.poll(() => ada.received(bo)).toEqual([[1, 3]])
})

test('every message arrives once and in order across a link that is torn again and again', async () => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  const texts = Array.from({ length: 200 }, (_, index) => `message ${index}`)
  for (const [index, text] of texts.entries()) {
    await ada.say(text)
    // Bo's end breaks without a word, in the middle of what is on its way.
    if (index % 40 === 20) {
      // The link before may have been torn so lately that there is none yet.
      await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
      const ends = () => ada.log.filter((entry) => entry.event === 'link-ended').length
      const endsBefore = ends()
      bo.liveConnection()?.close()
      // From the log, since the next link may be open before anyone looks.
      await expect.poll(ends).toBeGreaterThan(endsBefore)
    }
  }
  await bo.hears(...texts)
  await expect.poll(() => ada.received(bo)).toEqual([[1, texts.length]])
  expect((await bo.messages()).map((row) => row.seq)).toEqual(texts.map((_, index) => index + 1))
})

test('what both say at once while the link is torn arrives on both sides', async () => {
  const room = newRoomName()
  const [ada, bo] = await Promise.all([join('Ada', room), join('Bo', room)])
  await Promise.all([ada.connectedTo('Bo'), bo.connectedTo('Ada')])
  const numbers = Array.from({ length: 50 }, (_, index) => index)
  const saying = numbers.flatMap((n) => [ada.say(`a${n}`), bo.say(`b${n}`)])
  ada.liveConnection()?.close()
  await Promise.all(saying)
  for (const person of [ada, bo]) {
    for (const author of ['a', 'b']) {
      const heard = async () =>
        (await person.messages()).map((row) => row.text ?? '').filter((text) => text.startsWith(author))
      await expect.poll(heard).toEqual(numbers.map((n) => `${author}${n}`))
    }
  }
})
