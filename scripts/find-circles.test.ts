import { expect, test } from 'vitest'
import { findCircles } from './find-circles.ts'

test('findCircles tells the way round, the shortest one', () => {
  const graph = { a: ['b'], b: ['c', 'd'], c: ['d'], d: ['e'], e: ['b'] }
  expect(findCircles(new Map(Object.entries(graph)))).toEqual([['b', 'd', 'e', 'b']])
})

test('findCircles finds a file that imports itself', () => {
  expect(findCircles(new Map([['a', ['a']]]))).toEqual([['a', 'a']])
})

test('findCircles tells each of several', () => {
  const graph = { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] }
  expect(findCircles(new Map(Object.entries(graph)))).toEqual([
    ['a', 'b', 'a'],
    ['c', 'd', 'c'],
  ])
})

test('findCircles finds none where all go one way, several to one', () => {
  const graph = { a: ['b', 'c'], b: ['d'], c: ['d', 'elsewhere'], d: [] }
  expect(findCircles(new Map(Object.entries(graph)))).toEqual([])
})
