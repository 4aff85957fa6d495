import { fail } from '../../../shared/failure.ts'
import type { TokenInfo } from '../../../shared/ipc/hsm-contract.ts'
import type { Hsm } from '../../core/hsm/hsm.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { paragraphs, rows } from '../format.ts'
import { withModules } from '../hsm-modules.ts'
import { tokenWords } from './hsm-list.ts'

export const hsmInspect: Command = {
  name: 'hsm inspect',
  takes: '',
  summary: 'A PKCS#11 module with its tokens and what each of them can do. Needs no PIN.',
  details: ['Shows the mechanisms of each initialized token with key sizes and flags, as the module tells them.'],
  options: {
    module: { type: 'string', value: 'PATH', help: 'This PKCS#11 library.' },
    facility: { type: 'string', value: 'DIR', help: 'The modules of this facility.' },
    token: { type: 'string', value: 'LABEL', help: 'Only tokens with this label.' },
  },
  positionals: { min: 0, max: 0 },
  run: inspectModule,
}

interface Inspected {
  readonly token: TokenInfo
  readonly mechanisms: readonly {
    readonly name: string
    readonly code: number
    readonly minKeySize: number
    readonly maxKeySize: number
    readonly flags: readonly string[]
  }[]
}

function inspectModule(call: Call): Promise<Outcome> {
  const label = call.option('token')
  return withModules(call, hsmInspect, async (hsms) => {
    const modules = []
    for (const hsm of hsms)
      modules.push({
        path: hsm.module.modulePath,
        info: await hsm.call('module.info', {}),
        tokens: await tokensOf(hsm, label),
      })
    if (label !== undefined && modules.every(({ tokens }) => tokens.length === 0)) {
      throw fail('token-not-found', `No module shows a token called "${label}".`, {
        remedy: 'See "conclave hsm list".',
      })
    }
    return {
      json: { modules },
      text: paragraphs(
        ...modules.map(({ path, info, tokens }) =>
          paragraphs(
            `${path}\n  ${info.description}, ${info.manufacturer}, library ${info.libraryVersion}, Cryptoki ${info.cryptokiVersion}`,
            ...tokens.map(describe),
          ),
        ),
      ),
    }
  })
}

async function tokensOf(hsm: Hsm, label: string | undefined): Promise<Inspected[]> {
  const { slots } = await hsm.call('slots.list', {})
  const inspected: Inspected[] = []
  for (const { token } of slots) {
    if (token?.initialized !== true || (label !== undefined && token.label !== label)) continue
    const { mechanisms } = await hsm.call('mechanisms.list', { token: { label: token.label, serial: token.serial } })
    inspected.push({ token, mechanisms })
  }
  return inspected
}

function describe({ token, mechanisms }: Inspected): string {
  const lines = mechanisms.map(({ name, minKeySize, maxKeySize, flags }): [string, string] => [
    name,
    `${sizes(minKeySize, maxKeySize)}${flags.join(' ')}`,
  ])
  return `${tokenWords(token)}\n${rows(lines, '  ')}`
}

function sizes(min: number, max: number): string {
  return max === 0 ? '' : `${String(min)}-${String(max)}  `
}
