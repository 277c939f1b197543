import * as v from 'valibot'
import type { CallEvents, Calls } from '@/engine/call/calls.ts'
import type { Engine, EngineEvent, Joined } from '@/engine/engine.ts'
import { problemOf, problemSchema } from '@/engine/base/problem.ts'
import { requestSchema, type Command, type CommandOutcome, type Update } from './protocol.ts'
import { batchCall } from './batch-call.ts'
import { batchEvents } from './batch-events.ts'
import type { Port } from './port.ts'

const problemKindSchema = v.picklist(problemSchema.options.map((option) => option.entries.kind.literal))

const joined = (outcome: Joined): CommandOutcome =>
  outcome.ok ? { ok: true, roomId: outcome.value.roomId } : outcome

/**
 * The host's end of the bridge: carries panels' commands to the engine, and what the engine tells to every panel.
 * Panels come and go; the engine does not notice.
 */
export function servePanels<HeldCalls extends Calls>(
  createEngine: (onEvent: (event: EngineEvent) => void) => Engine,
  createCalls: (engine: Engine, events: CallEvents) => HeldCalls,
) {
  const ports = new Set<Port>()
  const tellAll = (update: Update) => {
    for (const port of ports) post(port, update)
  }
  const pace = batchEvents(tellAll)
  const engine = createEngine((event) => {
    if (event.type === 'call-signal') return calls.handleSignal(event.roomId, event.peerId, event.signal)
    if (event.type === 'rejoin-queue') return
    if (event.type === 'moved') return calls.handleRoomLeft(event.roomId)
    pace.handle(event)
    if (event.type === 'room') calls.handleRoom(event.room)
    if (event.type === 'left') calls.handleRoomLeft(event.roomId)
  })
  const callPace = batchCall((view, ended) =>
    tellAll({ type: 'call', ...(view && { call: view }), ...(ended && { ended }) }),
  )
  const calls = createCalls(engine, {
    onView: callPace.handle,
    onLevels: (levels) => tellAll({ type: 'call-levels', levels }),
  })

  function post(port: Port, update: Update) {
    if (!ports.has(port)) return
    try {
      port.postMessage(update)
    } catch {
      // It broke and we were not told yet. Neither the engine nor the other panels may notice.
      remove(port)
    }
  }

  /** The panel in which somebody holds the button to talk. */
  let talking: Port | undefined

  function remove(port: Port) {
    ports.delete(port)
    // A panel that is gone lets go of nothing, and we would be heard for ever.
    if (talking === port) {
      talking = undefined
      void calls.act({ type: 'hold-to-talk', isHeld: false })
    }
    calls.setWatched(ports.size > 0)
  }

  async function carryOut(command: Command): Promise<CommandOutcome> {
    switch (command.type) {
      case 'join':
        return joined(await engine.join(command))
      case 'create-room':
        return joined(await engine.createRoom(command))
      case 'join-invite':
        return joined(await engine.joinInvite(command))
      case 'join-page':
        return joined(await engine.joinPage(command))
      case 'rejoin':
        return joined(await engine.rejoin(command.roomId))
      case 'change-relay':
        return joined(await engine.changeRelay(command.roomId, command.relayUrl))
      case 'forget':
        return engine.forget(command.roomId)
      case 'send':
        return engine.send(command.roomId, command.text)
      case 'try-now':
        return engine.tryNow(command.roomId)
      case 'try-peer-now':
        return engine.tryPeerNow(command.roomId, command.peerId)
      case 'dismiss-problem':
        return engine.dismissProblem(command.roomId, v.parse(problemKindSchema, command.kind))
      case 'leave':
        return engine.leave(command.roomId)
      case 'verify':
        return engine.verify(command.roomId, command.peerId, command.step)
      case 'set-verified':
        return engine.setVerified(command.peerId, command.isVerified)
      case 'accept-same-name':
        return engine.acceptSameName(command.peerId)
      case 'delete-identity':
        return engine.deleteIdentity()
      case 'change-settings':
        return engine.changeSettings(command.change)
      case 'test-ice-server': {
        const outcome = await engine.testIceServer(command)
        return outcome.ok ? { ok: true, iceTest: outcome.value } : outcome
      }
      case 'call':
        return calls.act(command.action)
      case 'check-connection': {
        const outcome = await engine.checkConnection(command.relayUrl)
        return outcome.ok ? { ok: true, check: outcome.value } : outcome
      }
    }
  }

  return {
    engine,
    calls,
    /** Takes a panel's port; the panel gets a snapshot first. */
    accept(port: Port) {
      // The snapshot has what was not told yet.
      pace.flush()
      callPace.flush()
      ports.add(port)
      calls.setWatched(true)
      port.onDisconnect(() => remove(port))
      port.onMessage((message) => {
        const request = v.safeParse(requestSchema, message)
        if (!request.success) return
        const { requestId, command } = request.output
        if (command.type === 'call' && command.action.type === 'hold-to-talk') {
          talking = command.action.isHeld ? port : undefined
        }
        void carryOut(command)
          .catch((error: unknown): CommandOutcome => ({ ok: false, problem: problemOf(error) }))
          .then((outcome) => post(port, { type: 'outcome', requestId, outcome }))
      })
      const call = calls.view()
      post(port, { type: 'snapshot', ...engine.snapshot(), ...(call && { call }) })
    },
  }
}
