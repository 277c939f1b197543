import * as v from 'valibot'
import { callLevelsSchema, callViewSchema } from '@/engine/call/call-view.ts'
import { connectionCheckSchema, iceTestSchema } from '@/engine/network/results.ts'
import { problemSchema } from '@/engine/base/problem.ts'
import { settingsChangeSchema } from '@/engine/storage/settings-row.ts'
import { logEntrySchema, roomViewSchema } from '@/engine/view.ts'
import { callActionSchema } from '@/engine/call/protocol.ts'

/** What a panel asks of the host. Typed words travel as they are: the engine judges them. */
export const commandSchema = v.variant('type', [
  v.object({ type: v.literal('join'), name: v.string(), relayUrl: v.string(), roomName: v.string() }),
  v.object({
    type: v.literal('create-room'),
    name: v.string(),
    relayUrl: v.string(),
    roomName: v.string(),
    sharesHistory: v.boolean(),
  }),
  v.object({ type: v.literal('join-invite'), name: v.string(), invite: v.string() }),
  v.object({
    type: v.literal('join-page'),
    name: v.string(),
    relayUrl: v.string(),
    url: v.string(),
    scope: v.picklist(['page', 'site']),
  }),
  v.object({ type: v.literal('rejoin'), roomId: v.string() }),
  v.object({ type: v.literal('change-relay'), roomId: v.string(), relayUrl: v.string() }),
  v.object({ type: v.literal('forget'), roomId: v.string() }),
  v.object({ type: v.literal('send'), roomId: v.string(), text: v.string() }),
  v.object({ type: v.literal('try-now'), roomId: v.string() }),
  v.object({ type: v.literal('try-peer-now'), roomId: v.string(), peerId: v.string() }),
  v.object({ type: v.literal('dismiss-problem'), roomId: v.string(), kind: v.string() }),
  v.object({ type: v.literal('leave'), roomId: v.string() }),
  v.object({
    type: v.literal('verify'),
    roomId: v.string(),
    peerId: v.string(),
    step: v.picklist(['start', 'match', 'mismatch', 'cancel']),
  }),
  v.object({ type: v.literal('set-verified'), peerId: v.string(), isVerified: v.boolean() }),
  v.object({ type: v.literal('accept-same-name'), peerId: v.string() }),
  v.object({ type: v.literal('delete-identity') }),
  v.object({ type: v.literal('change-settings'), change: settingsChangeSchema }),
  v.object({
    type: v.literal('test-ice-server'),
    url: v.string(),
    username: v.string(),
    credential: v.string(),
  }),
  v.object({ type: v.literal('check-connection'), relayUrl: v.string() }),
  v.object({ type: v.literal('call'), action: callActionSchema }),
])
export type Command = v.InferOutput<typeof commandSchema>

export const requestSchema = v.object({ requestId: v.number(), command: commandSchema })
export type Request = v.InferOutput<typeof requestSchema>

export const outcomeSchema = v.variant('ok', [
  v.object({
    ok: v.literal(true),
    roomId: v.optional(v.string()),
    iceTest: v.optional(iceTestSchema),
    check: v.optional(connectionCheckSchema),
  }),
  v.object({ ok: v.literal(false), problem: problemSchema }),
])
export type CommandOutcome = v.InferOutput<typeof outcomeSchema>

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
  /** The call that this browser is in, whichever panel joined it; without one, it is in none. */
  v.object({
    type: v.literal('call'),
    call: v.exactOptional(callViewSchema),
    /** Why the one before ended, if not because somebody wanted it. */
    ended: v.exactOptional(problemSchema),
  }),
  v.object({ type: v.literal('call-levels'), levels: callLevelsSchema }),
  v.object({ type: v.literal('log'), entries: v.array(logEntrySchema) }),
  v.object({ type: v.literal('outcome'), requestId: v.number(), outcome: outcomeSchema }),
])
export type Update = v.InferOutput<typeof updateSchema>
