import { onScopeDispose, ref, shallowRef } from 'vue'
import { browserClock } from '@/engine/base/browser-environment.ts'
import { createLog } from '@/engine/base/log.ts'
import { platform } from '@/platform/current.ts'
import { microphonesHere } from '@/platform/microphones-here.ts'
import { createMicrophoneTest, type MicrophoneTestState } from '@/engine/call/microphone-test.ts'
import type { Problem } from '@/engine/base/problem.ts'
import type { CallSettings } from '@/engine/storage/database.ts'

/** A test of the microphone in this panel. It ends with what uses it. */
export function useMicrophoneTest() {
  const state = ref<MicrophoneTestState>('off')
  const level = ref(0)
  const problem = shallowRef<Problem>()

  const test = createMicrophoneTest({
    ...microphonesHere(platform.asksForMicrophone === 'here'),
    clock: browserClock,
    log: createLog(browserClock).logger('microphone-test'),
    createAudioContext: () => new AudioContext(),
    onState: (next) => (state.value = next),
    onLevel: (next) => (level.value = next),
    onProblem: (next) => (problem.value = next),
  })
  onScopeDispose(test.stop)

  return {
    state,
    level,
    problem,
    async start(settings: CallSettings) {
      problem.value = undefined
      const outcome = await test.start(settings)
      if (!outcome.ok) problem.value = outcome.problem
    },
    async change(settings: CallSettings) {
      const outcome = await test.change(settings)
      if (!outcome.ok) problem.value = outcome.problem
    },
    record: test.record,
    stop: test.stop,
  }
}
