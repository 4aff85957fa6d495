import type { Failure } from '../../../shared/failure.ts'
import type { ModuleInfo, SlotInfo, TokenInfo } from '../../../shared/ipc/hsm-contract.ts'
import type { Hsm } from '../../core/hsm/hsm.ts'
import { HsmRoom } from '../../core/hsm/room.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { paragraphs, rows } from '../format.ts'
import { withModules } from '../hsm-modules.ts'

export const hsmList: Command = {
  name: 'hsm list',
  takes: '',
  summary: 'PKCS#11 modules with their slots and tokens. Needs no PIN.',
  details: ['Loads each module in a process of its own, so a library that crashes or hangs does no harm.'],
  options: {
    facility: { type: 'string', value: 'DIR', help: 'The modules of this facility.' },
    module: { type: 'string', value: 'PATH', help: 'This PKCS#11 library.' },
  },
  positionals: { min: 0, max: 0 },
  run: list,
}

interface Listed {
  readonly path: string
  readonly info: ModuleInfo | null
  readonly slots: readonly SlotInfo[]
  readonly failure: Failure | null
}

function list(call: Call): Promise<Outcome> {
  return withModules(call, hsmList, async (hsms) => {
    const readings = await new HsmRoom(hsms).read()
    const modules: Listed[] = []
    for (const { hsm, slots, failure } of readings)
      modules.push({ path: hsm.module.modulePath, info: failure === null ? await infoOf(hsm) : null, slots, failure })
    const failure = modules.find((module) => module.failure !== null)?.failure ?? undefined
    return { json: { modules }, text: paragraphs(...modules.map(describe)), failure }
  })
}

function infoOf(hsm: Hsm): Promise<ModuleInfo> {
  return hsm.call('module.info', {})
}

function describe({ path, info, slots, failure }: Listed): string {
  if (failure !== null) return `${path}\n  ${failure.message}`
  const heading =
    info === null
      ? path
      : `${path}\n  ${info.description}, ${info.manufacturer}, library ${info.libraryVersion}, Cryptoki ${info.cryptokiVersion}`
  const lines = slots.map((slot): [string, string] => [
    `slot ${String(slot.slot)}`,
    slot.token === null ? 'no token' : tokenWords(slot.token),
  ])
  return `${heading}\n${rows(lines, '  ')}`
}

export function tokenWords(token: TokenInfo): string {
  if (!token.initialized) return 'token without label: it is not initialized'
  const pin = token.userPin === 'ok' ? '' : `, PIN ${token.userPin}`
  return `token "${token.label}", serial ${token.serial}, ${token.model}, firmware ${token.firmwareVersion}${pin}`
}
