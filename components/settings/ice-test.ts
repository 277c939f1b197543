import { computed, ref, shallowRef } from 'vue'
import { problemSentence } from '@/components/ui/sentences.ts'
import type { IceTest } from '@/engine/network/results.ts'
import type { Outcome } from '@/engine/base/outcome.ts'
import type { IceServerSetting } from '@/engine/storage/database.ts'
import { useHostStore } from '@/stores/host.ts'
import { iceTestSentence, isGood } from './check-words.ts'
import { t } from '@/words/words.ts'

/** One test button and what it found. */
export function useIceTest() {
  const host = useHostStore()
  const isTesting = ref(false)
  const found = shallowRef<Outcome<IceTest>>()

  return {
    isTesting,
    found,
    sentence: computed(() => {
      if (isTesting.value) return t('settings-testing')
      if (!found.value) return ''
      return found.value.ok ? iceTestSentence(found.value.value) : problemSentence(found.value.problem)
    }),
    mood: computed(() => {
      if (isTesting.value || !found.value) return ''
      return found.value.ok && isGood(found.value.value) ? 'good' : 'bad'
    }),
    async test({ url, username = '', credential = '' }: IceServerSetting) {
      if (isTesting.value) return
      isTesting.value = true
      found.value = await host.ask('test-ice-server', { url, username, credential })
      isTesting.value = false
    },
  }
}
