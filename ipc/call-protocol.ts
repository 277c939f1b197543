import * as v from 'valibot'
import { callRoomSchema } from '@/engine/call/call-room.ts'
import { callLevelsSchema, callViewSchema } from '@/engine/call/call-view.ts'
import { problemSchema } from '@/engine/base/problem.ts'
import { iceServerSchema } from '@/engine/storage/settings-schema.ts'
import { callActionSchema, callSignalBodySchema, callSignalSchema } from '@/engine/call/protocol.ts'
import { callStateSchema } from '@/engine/call/call-state.ts'

/** What the sidebar that holds a call (Firefox) tells the host, which holds the rooms. */
export const fromCallerSchema = v.variant('type', [
  v.object({ type: v.literal('announce'), roomId: v.string(), state: v.exactOptional(callStateSchema) }),
  v.object({ type: v.literal('send'), roomId: v.string(), peerId: v.string(), signal: callSignalBodySchema }),
  v.object({ type: v.literal('malformed'), roomId: v.string(), peerId: v.string() }),
  v.object({
    type: v.literal('view'),
    view: v.exactOptional(callViewSchema),
    ended: v.exactOptional(problemSchema),
  }),
  v.object({ type: v.literal('levels'), levels: callLevelsSchema }),
  v.object({ type: v.literal('done'), requestId: v.number(), problem: v.exactOptional(problemSchema) }),
])
export type FromCaller = v.InferOutput<typeof fromCallerSchema>

/** A room as calls see it, and the servers that its relay provides. */
const roomSchema = { room: callRoomSchema, provided: v.array(iceServerSchema) }

/** What the host tells such a sidebar: the rooms once, and then what happens. */
export const toCallerSchema = v.variant('type', [
  v.object({ type: v.literal('rooms'), rooms: v.array(v.object(roomSchema)) }),
  v.object({ type: v.literal('room'), ...roomSchema }),
  v.object({ type: v.literal('left'), roomId: v.string() }),
  v.object({ type: v.literal('signal'), roomId: v.string(), peerId: v.string(), signal: callSignalSchema }),
  v.object({ type: v.literal('act'), requestId: v.number(), action: callActionSchema }),
])
export type ToCaller = v.InferOutput<typeof toCallerSchema>
