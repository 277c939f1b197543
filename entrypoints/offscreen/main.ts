import { createLocalCalls } from '@/platform/local-calls.ts'
import { runHost } from '@/platform/run-host.ts'

runHost(createLocalCalls)
