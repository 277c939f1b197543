import { expect, it } from 'vitest'
import { createTurns } from './in-turn.ts'

it('createTurns: a task begins when the one before it has ended', async () => {
  const inTurn = createTurns()
  const steps: string[] = []
  const first = Promise.withResolvers<undefined>()

  const one = inTurn(async () => {
    steps.push('first begins')
    await first.promise
    steps.push('first ends')
  })
  const two = inTurn(() => Promise.resolve(steps.push('second')))
  await Promise.resolve()
  expect(steps).toEqual(['first begins'])

  first.resolve(undefined)
  await Promise.all([one, two])
  expect(steps).toEqual(['first begins', 'first ends', 'second'])
})

it('createTurns: a failure reaches its caller, and the next task runs', async () => {
  const inTurn = createTurns()
  const failed = inTurn(() => Promise.reject(new Error('no')))
  const next = inTurn(() => Promise.resolve('next'))

  await expect(failed).rejects.toThrow('no')
  await expect(next).resolves.toBe('next')
})
