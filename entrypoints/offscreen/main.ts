import { createLocalCalls } from '@/ipc/local-calls.ts'
import { runHost } from '@/ipc/run-host.ts'

runHost({ createCalls: createLocalCalls })
