import { expect, test } from 'vitest'
import { hubRoom, routeOf } from './route.ts'

test('a path is found with or without a query', () => {
  expect(routeOf('/ws')).toEqual({ kind: 'room', room: hubRoom })
  expect(routeOf('/ws?a=/ws/b')).toEqual({ kind: 'room', room: hubRoom })
  expect(routeOf('/ws/abc?x')).toEqual({ kind: 'room', room: 'abc' })
  expect(routeOf('/healthz?x')).toEqual({ kind: 'health' })
})

test.each(['', '*', '//', '/ws/', '/ws/ ', '/ws/é', '/ws/a\n', 'http://host/ws', '//ws', '/WS', '/healthz/'])(
  'nothing is at %j',
  (target) => {
    expect(routeOf(target)).toEqual({ kind: 'unknown' })
  },
)
