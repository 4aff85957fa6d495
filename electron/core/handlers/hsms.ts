import { sha256Hex } from '../../../shared/bytes.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import type { hsmsContract, ModuleView } from '../../../shared/ipc/contract/hsms.ts'
import type { KeyAttributes, ModuleInfo } from '../../../shared/ipc/hsm-contract.ts'
import type { KeyView } from '../../../shared/ipc/contract/views.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import type { Desk } from '../desk.ts'
import { Hsm } from '../hsm/hsm.ts'
import type { ModuleReading } from '../hsm/room.ts'
import { checkDossier, originOf } from '../procedure/dossier.ts'
import { findSoftHsm } from '../practice/softhsm.ts'
import { viewKey } from '../views/keys.ts'
import { viewDigest } from '../views/pieces.ts'

export function hsmHandlers(desk: Desk): Handlers<typeof hsmsContract> {
  return {
    'hsms.list': async () => {
      const { room } = desk.session
      const modules: ModuleView[] = []
      for (const reading of await room.read()) modules.push(await viewModule(desk, reading))
      const seen = modules.flatMap(({ tokens }) => tokens)
      const registered = [...desk.session.facility.state.tokens.values()].map(({ name, model, token }) => ({
        name,
        model,
        ...token,
        here: seen.some((info) => info.label === token.label && info.serial === token.serial),
      }))
      return { modules, registered }
    },
    'hsms.look': async () => {
      await desk.refresh()
      return {}
    },
    'hsms.known-keys': ({ label, serial }) => {
      const { facility } = desk.session
      const here = [...facility.state.keys.values()].filter(
        ({ token }) => token.label === label && token.serial === serial,
      )
      return {
        keys: here.map((key) => ({
          key: viewKey(facility, key, key.dossier),
          madeAt: key.madeAt,
          run: facility.state.runs.get(key.run)?.plan.title ?? key.run,
        })),
      }
    },
    'hsms.mechanisms': async ({ module, ...token }) => findModule(desk, module).call('mechanisms.list', { token }),
    'hsms.keys': async ({ module, ...token }) => {
      const { keys } = await findModule(desk, module).call('keys.list', { token })
      return { keys: keys.flatMap((key) => viewTokenKey(desk, token, key)) }
    },
    'hsms.inspect': async ({ path }) => {
      const hsm = new Hsm({ program: desk.options.hsmProgram, module: { modulePath: path, environment: {} } })
      try {
        const { slots } = await hsm.call('slots.list', {})
        return { module: await viewModule(desk, { hsm, slots, failure: null }) }
      } finally {
        await hsm.stop()
      }
    },
  }
}

function findModule(desk: Desk, path: string): Hsm {
  const found = desk.session.room.hsms.find((hsm) => hsm.module.modulePath === path)
  if (found !== undefined) return found
  throw fail('module-not-found', `This facility has no module ${path}.`)
}

async function viewModule(desk: Desk, { hsm, slots, failure }: ModuleReading): Promise<ModuleView> {
  const registered = [...(desk.current?.facility.state.tokens.values() ?? [])]
  return {
    path: hsm.module.modulePath,
    practice: hsm.module.modulePath === findSoftHsm(),
    state: hsm.state.state,
    reason: failure?.message ?? hsm.state.reason,
    failure: failure === null ? null : { ...failure },
    info: failure === null ? await readInfo(hsm) : null,
    slots: [...slots],
    tokens: slots.flatMap(({ token }) => {
      if (token === null || !token.initialized) return []
      const known = registered.find((other) => other.token.label === token.label && other.token.serial === token.serial)
      return [
        {
          name: known?.name ?? null,
          label: token.label,
          serial: token.serial,
          model: token.model,
          manufacturer: token.manufacturer,
          firmware: token.firmwareVersion,
          userPin: token.userPin,
          open: hsm.isOpen({ label: token.label, serial: token.serial }),
        },
      ]
    }),
  }
}

async function readInfo(hsm: Hsm): Promise<ModuleInfo | null> {
  try {
    return await hsm.call('module.info', {})
  } catch (error) {
    if (error instanceof OperationError) return null
    throw error
  }
}

/** Keys without a public half cannot be named by their digest; the diagnostics of the command line list them. */
function viewTokenKey(desk: Desk, token: { label: string; serial: string }, key: KeyAttributes): KeyView[] {
  if (key.publicKey === null) return []
  const spki = sha256Hex(key.publicKey)
  const { facility } = desk.session
  const known = [...facility.state.keys.values()].find((other) => other.spki === spki)
  return [
    {
      name: known?.name ?? key.label,
      token: token.label,
      tokenSerial: token.serial,
      id: key.id,
      algorithm: key.algorithm ?? 'unknown',
      spki: viewDigest(spki),
      attributes: checkDossier(key, facility.policy, originOf(known, key.id)).map(({ name, required, detail, ok }) => ({
        name,
        required,
        actual: detail,
        ok,
      })),
    },
  ]
}
