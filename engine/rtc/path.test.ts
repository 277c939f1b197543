import { describe, expect, test } from 'vitest'
import { readPath } from './path.ts'

const pair = { type: 'candidate-pair', id: 'P', localCandidateId: 'L', remoteCandidateId: 'R' }
const other = { type: 'candidate-pair', id: 'Q', localCandidateId: 'X', remoteCandidateId: 'R' }
const transport = { type: 'transport', id: 'T', selectedCandidatePairId: 'P' }
const candidates = (local: string, remote: string) => [
  { type: 'local-candidate', id: 'L', candidateType: local },
  { type: 'local-candidate', id: 'X', candidateType: 'relay' },
  { type: 'remote-candidate', id: 'R', candidateType: remote },
]

describe('the path of a link', () => {
  test.each([
    ['direct', 'host', 'host'],
    ['direct', 'srflx', 'prflx'],
    ['relayed', 'relay', 'host'],
    ['relayed', 'host', 'relay'],
  ])('is %s from %s to %s', (path, local, remote) => {
    const report = [{ type: 'certificate', id: 'C' }, other, pair, ...candidates(local, remote)]
    expect(readPath([...report, transport])).toBe(path)
    // As Firefox says it.
    expect(readPath([...report.filter((stat) => stat !== pair), { ...pair, selected: true }])).toBe(path)
  })

  test('is not known while none is in use', () => {
    expect(readPath([other, pair, ...candidates('host', 'host')])).toBeUndefined()
    expect(readPath([{ ...transport, selectedCandidatePairId: 'gone' }, pair])).toBeUndefined()
    expect(readPath([])).toBeUndefined()
  })
})
