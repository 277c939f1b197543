import * as v from 'valibot'
import { callLevelsSchema, callViewSchema } from '@/engine/call/call-view.ts'
import type { LiveEntry } from '@/engine/chat/live-entry.ts'
import { problemSchema } from '@/engine/base/problem.ts'
import { logEntrySchema, roomViewSchema } from '@/engine/view.ts'

/** A command on its way: its name is one of commands.ts, which also says what its input must be. */
export const requestSchema = v.object({ requestId: v.number(), name: v.string(), input: v.unknown() })
export type Request = v.InferOutput<typeof requestSchema>

/** What became of a command. The command's own schema says what its value must be. */
export const outcomeSchema = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.optional(v.unknown()) }),
  v.object({ ok: v.literal(false), problem: problemSchema }),
])

/** Comes from this build's own host. */
const liveEntrySchema = v.custom<LiveEntry>((entry) => v.is(v.object({ seq: v.number() }), entry))

const outcomeUpdateSchema = v.object({
  type: v.literal('outcome'),
  requestId: v.number(),
  outcome: outcomeSchema,
})
export type OutcomeUpdate = v.InferOutput<typeof outcomeUpdateSchema>

/** What the host tells its panels: everything once, then what changes. */
export const updateSchema = v.variant('type', [
  v.object({
    type: v.literal('snapshot'),
    rooms: v.array(roomViewSchema),
    log: v.array(logEntrySchema),
    call: v.exactOptional(callViewSchema),
  }),
  v.object({ type: v.literal('room'), room: roomViewSchema }),
  v.object({ type: v.literal('left'), roomId: v.string() }),
  /** Said just now; of others, before it is on disk (engine/chat/live-entry.ts). */
  v.object({ type: v.literal('entries'), roomId: v.string(), entries: v.array(liveEntrySchema) }),
  /** Those are on disk. */
  v.object({
    type: v.literal('entries-kept'),
    roomId: v.string(),
    entries: v.array(v.object({ authorId: v.string(), seq: v.number() })),
  }),
  /** The call that this browser is in, whichever panel joined it; without one, it is in none. */
  v.object({
    type: v.literal('call'),
    call: v.exactOptional(callViewSchema),
    /** Why the one before ended, if not because somebody wanted it. */
    ended: v.exactOptional(problemSchema),
  }),
  v.object({ type: v.literal('call-levels'), levels: callLevelsSchema }),
  v.object({ type: v.literal('log'), entries: v.array(logEntrySchema) }),
  outcomeUpdateSchema,
])
export type Update = v.InferOutput<typeof updateSchema>
