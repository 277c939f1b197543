import { createLocalCalls } from '@/bridge/local-calls.ts'
import { runHost } from '@/bridge/run-host.ts'

runHost({ createCalls: createLocalCalls })
