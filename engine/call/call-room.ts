import * as v from 'valibot'
import { limits } from '../base/limits.ts'
import { peerStateSchema } from '../session/session-view.ts'
import { callStateSchema } from './call-state.ts'

/** What calls need of a room, as a plain value: in Firefox it crosses a port. A room's view has all of it. */
export const callRoomSchema = v.object({
  roomId: v.string(),
  me: v.object({ peerId: v.string() }),
  peers: v.array(
    v.object({
      peerId: v.string(),
      name: v.string(),
      state: peerStateSchema,
      /** Its place in the room's call; absent while it is in none. */
      call: v.exactOptional(callStateSchema),
    }),
  ),
})
export type CallRoom = v.InferOutput<typeof callRoomSchema>
export type CallRoomPeer = CallRoom['peers'][number]

/** Whether a call has no place for one more. */
export function isCallFull({ peers }: CallRoom): boolean {
  return peers.filter(({ call }) => call).length >= limits.maxCallVoices
}
