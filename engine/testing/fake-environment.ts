import { createLog } from '../base/log.ts'
import type { Environment } from '../base/environment.ts'
import { createFakeClock } from './fake-clock.ts'
import { createSocketFactory } from './fake-socket.ts'

/** An {@link Environment} in which the test decides what happens, and when. */
export function createFakeEnvironment() {
  const clock = createFakeClock()
  const sockets = createSocketFactory()
  let lastId = 0
  const fakes = {
    clock,
    sockets,
    /** What {@link Environment.random} gives. */
    randomValue: 0.5,
    /** Whether something speaks HTTP at the relay's address. */
    answersHttp: false,
    /** The statuses that may be read, by their addresses. */
    httpStatus: new Map<string, number>(),
    hasWebRtc: true,
    /** What is at HTTP addresses, and which of them were asked for. */
    httpText: new Map<string, string>(),
    fetched: new Array<string>(),
  }
  const environment: Environment = {
    clock,
    log: createLog(clock),
    random: () => fakes.randomValue,
    randomId() {
      lastId += 1
      return String(lastId).padStart(22, 'i')
    },
    openSocket: sockets.open,
    createPeerConnection() {
      throw new Error('There is no WebRTC here; see *.browser.test.ts.')
    },
    hasWebRtc: () => fakes.hasWebRtc,
    readHttpStatus(address) {
      if (!fakes.answersHttp) return Promise.resolve(undefined)
      return Promise.resolve(fakes.httpStatus.get(address) ?? 0)
    },
    fetchText(address) {
      fakes.fetched.push(address)
      return Promise.resolve(fakes.httpText.get(address))
    },
  }
  return Object.assign(fakes, { environment })
}
