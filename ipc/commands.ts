import * as v from 'valibot'
import type { Calls } from '@/engine/call/calls.ts'
import { callActionSchema } from '@/engine/call/protocol.ts'
import type { Engine } from '@/engine/engine.ts'
import type { OpenRoom } from '@/engine/open-room.ts'
import type { Feature, FeatureAction } from '@/engine/session/feature.ts'
import { connectionCheckSchema, iceTestSchema, relayTestSchema } from '@/engine/network/results.ts'
import { done, refused, type Outcome } from '@/engine/base/outcome.ts'
import { problemOf, problemSchema, type Problem } from '@/engine/base/problem.ts'
import { settingsChangeSchema } from '@/engine/storage/settings-schema.ts'
import type { RoomActions } from '@/engine/view.ts'
import type { Port } from './port.ts'
import { requestSchema, type OutcomeUpdate } from './protocol.ts'

/**
 * What a panel may ask of the host, each command once: what it takes, what it gives back, and what the host does. The
 * client (host-client.ts) has its types from here, and {@link serveCommands} what runs; nothing else lists them.
 * Panels load this file for the schemas: of the engine it may import nothing but those, and types.
 */
export const commands = {
  join: command({
    input: v.object({ name: v.string(), relayUrl: v.string(), roomName: v.string() }),
    value: v.object({ roomId: v.string() }),
    run: ({ engine }, typed) => engine.join(typed),
  }),
  'create-room': command({
    input: v.object({
      name: v.string(),
      relayUrl: v.string(),
      roomName: v.string(),
      sharesHistory: v.boolean(),
    }),
    value: v.object({ roomId: v.string() }),
    run: ({ engine }, typed) => engine.createRoom(typed),
  }),
  'join-invite': command({
    input: v.object({ name: v.string(), invite: v.string() }),
    value: v.object({ roomId: v.string() }),
    run: ({ engine }, typed) => engine.joinInvite(typed),
  }),
  'join-page': command({
    input: v.object({
      name: v.string(),
      relayUrl: v.string(),
      url: v.string(),
      scope: v.picklist(['page', 'site']),
    }),
    value: v.object({ roomId: v.string() }),
    run: ({ engine }, asked) => engine.joinPage(asked),
  }),
  rejoin: command({
    input: v.object({ roomId: v.string() }),
    value: v.object({ roomId: v.string() }),
    run: ({ engine }, { roomId }) => engine.rejoin(roomId),
  }),
  'change-relay': command({
    input: v.object({ roomId: v.string(), relayUrl: v.string() }),
    value: v.object({ roomId: v.string() }),
    run: ({ engine }, { roomId, relayUrl }) => engine.changeRelay(roomId, relayUrl),
  }),
  leave: command({
    input: v.object({ roomId: v.string() }),
    run: ({ engine }, { roomId }) => engine.leave(roomId),
  }),
  forget: command({
    input: v.object({ roomId: v.string() }),
    run: ({ engine }, { roomId }) => engine.forget(roomId),
  }),
  /** Whatever a feature lets a person do in a room (`actions` in engine/session/feature.ts). */
  act: command({
    input: v.object({ roomId: v.string(), feature: v.string(), action: v.string(), input: v.unknown() }),
    run: inRoom((room, { feature, action, input }) => {
      const found = actionOf(room.features, feature, action)
      return found ? found.run(v.parse(found.schema, input)) : noSuchCommand
    }),
  }),
  'try-now': command({
    input: v.object({ roomId: v.string() }),
    run: surelyInRoom((room) => room.tryNow()),
  }),
  'try-peer-now': command({
    input: v.object({ roomId: v.string(), peerId: v.string() }),
    run: surelyInRoom((room, { peerId }) => room.tryPeerNow(peerId)),
  }),
  'dismiss-problem': command({
    input: v.object({
      roomId: v.string(),
      kind: v.picklist(problemSchema.options.map((option) => option.entries.kind.literal)),
    }),
    run: surelyInRoom((room, { kind }) => room.dismissProblem(kind)),
  }),
  'set-verified': command({
    input: v.object({ peerId: v.string(), isVerified: v.boolean() }),
    run: ({ engine }, { peerId, isVerified }) => engine.setVerified(peerId, isVerified),
  }),
  'accept-same-name': command({
    input: v.object({ peerId: v.string() }),
    run: ({ engine }, { peerId }) => engine.acceptSameName(peerId),
  }),
  'delete-identity': command({
    input: v.object({}),
    run: ({ engine }) => engine.deleteIdentity(),
  }),
  'change-settings': command({
    input: settingsChangeSchema,
    run: ({ engine }, change) => engine.changeSettings(change),
  }),
  'test-ice-server': command({
    input: v.object({ url: v.string(), username: v.string(), credential: v.string() }),
    value: iceTestSchema,
    run: ({ engine }, typed) => engine.testIceServer(typed),
  }),
  'test-relay': command({
    input: v.object({ relayUrl: v.string() }),
    value: relayTestSchema,
    run: ({ engine }, { relayUrl }) => engine.testRelay(relayUrl),
  }),
  'check-connection': command({
    input: v.object({ relayUrl: v.string() }),
    value: connectionCheckSchema,
    run: ({ engine }, { relayUrl }) => engine.checkConnection(relayUrl),
  }),
  'read-log': command({
    input: v.object({}),
    value: v.array(v.string()),
    run: ({ engine }) => ({ ok: true, value: engine.logLines() }),
  }),
  /** The panel that asks shows this room from now on, in sight of the person; or none. */
  'see-room': command({
    input: v.object({ roomId: v.exactOptional(v.string()) }),
    run({ setSeenRoom }, { roomId }) {
      setSeenRoom(roomId)
      return done
    },
  }),
  call: command({
    input: callActionSchema,
    run({ calls, setTalking }, action) {
      if (action.type === 'hold-to-talk') setTalking(action.isHeld)
      return calls.act(action)
    },
  }),
}

/** What a command acts on. */
export interface CommandContext {
  readonly engine: Engine
  readonly calls: Calls
  /** Somebody holds, in the panel that asks, the button to talk, or no longer. */
  setTalking(isHeld: boolean): void
  /** The room that the panel that asks has in sight, if any. */
  setSeenRoom(roomId: string | undefined): void
}

export type Commands = typeof commands
export type CommandName = keyof Commands
export type CommandInput<Name extends CommandName> = v.InferInput<Commands[Name]['input']>
export type CommandValue<Name extends CommandName> = v.InferOutput<Commands[Name]['value']>

/** What an action of a feature takes. */
export type ActionInput<Name extends keyof RoomActions, Action extends keyof RoomActions[Name]> =
  RoomActions[Name][Action] extends FeatureAction<infer Input> ? Input : never

/** Those that give back a room to turn to. */
export type EnteringCommand = {
  [Name in CommandName]: CommandValue<Name> extends { roomId: string } ? Name : never
}[CommandName]

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

/** Of another build, while the extension is being updated: answered, or the panel would wait for ever. */
const noSuchCommand: Problem = { kind: 'unexpected', detail: 'no such command' }

/** The host's end: carries out what a panel asks for over its port. */
export function serveCommands(port: Port, context: CommandContext, answer: (outcome: OutcomeUpdate) => void) {
  async function carryOut(message: unknown) {
    const request = v.safeParse(requestSchema, message)
    if (!request.success) {
      console.error('A panel sent something that is no request')
      return
    }
    const { requestId, name, input } = request.output
    const outcome = isCommandName(name)
      ? await commands[name].carryOut(context, input)
      : refused(noSuchCommand)
    answer({ type: 'outcome', requestId, outcome })
  }
  port.onMessage((message) => void carryOut(message))
}

type Result<Value> = Outcome<Value> | Promise<Outcome<Value>>

interface Command<Input extends v.GenericSchema, Value extends v.GenericSchema> {
  readonly input: Input
  readonly value: Value
  /** Runs it on what a panel sent, whatever that is. Never rejects. */
  carryOut(context: CommandContext, raw: unknown): Promise<Outcome<v.InferOutput<Value>>>
}

/** A command that gives nothing back but whether it was done. */
function command<Input extends v.GenericSchema>(entry: {
  readonly input: Input
  run(context: CommandContext, input: v.InferOutput<Input>): Result<undefined>
}): Command<Input, v.UndefinedSchema<undefined>>
function command<Input extends v.GenericSchema, Value extends v.GenericSchema>(entry: {
  readonly input: Input
  readonly value: Value
  run(context: CommandContext, input: v.InferOutput<Input>): Result<v.InferOutput<Value>>
}): Command<Input, Value>
function command({
  input,
  value = v.undefined(),
  run,
}: {
  readonly input: v.GenericSchema
  readonly value?: v.GenericSchema
  run(context: CommandContext, input: unknown): Result<unknown>
}): Command<v.GenericSchema, v.GenericSchema> {
  return {
    input,
    value,
    async carryOut(context, raw) {
      try {
        return await run(context, v.parse(input, raw))
      } catch (error) {
        return refused(problemOf(error))
      }
    },
  }
}

/** Acts in a room that is joined; what it gives back is what is wrong, if anything. */
function inRoom<Input extends { readonly roomId: string }>(
  act: (room: OpenRoom, input: Input) => Problem | undefined | Promise<Problem | undefined>,
) {
  return async ({ engine }: CommandContext, input: Input): Promise<Outcome> => {
    const room = engine.room(input.roomId)
    if (!room) return refused({ kind: 'not-joined' })
    const problem = await act(room, input)
    return problem ? refused(problem) : done
  }
}

type FeatureActions = Readonly<Record<string, Pick<Feature<never>, 'actions'>>>

function actionOf(features: FeatureActions, feature: string, action: string): FeatureAction | undefined {
  const actions = Object.hasOwn(features, feature) ? features[feature]?.actions : undefined
  return actions && Object.hasOwn(actions, action) ? actions[action] : undefined
}

/** The same for what cannot fail in a room that is joined. */
function surelyInRoom<Input extends { readonly roomId: string }>(
  act: (room: OpenRoom, input: Input) => void,
) {
  return inRoom((room, input: Input) => {
    act(room, input)
    return undefined
  })
}
