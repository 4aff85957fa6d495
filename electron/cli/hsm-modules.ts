import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fail } from '../../shared/failure.ts'
import { facilityLayout } from '../core/facility/layout.ts'
import { readModuleBindings } from '../core/facility/machine.ts'
import { Hsm } from '../core/hsm/hsm.ts'
import { type Call, type Command, UsageError } from './command.ts'
import { hsmProgram } from './places.ts'

/** The PKCS#11 modules that a call names, each in a process of its own that ends with `work`. */
export async function withModules<T>(
  call: Call,
  command: Command,
  work: (hsms: readonly Hsm[]) => Promise<T>,
): Promise<T> {
  const hsms = await modulesOf(call, command)
  try {
    return await work(hsms)
  } finally {
    await Promise.all(hsms.map((hsm) => hsm.stop()))
  }
}

async function modulesOf(call: Call, command: Command): Promise<Hsm[]> {
  const facility = call.option('facility')
  const module = call.option('module')
  if ((facility === undefined) === (module === undefined))
    throw new UsageError(`"${command.name}" needs either --facility DIR or --module PATH.`, command)
  if (module !== undefined)
    return [new Hsm({ program: hsmProgram, module: { modulePath: resolve(module), environment: {} } })]
  const layout = facilityLayout(resolve(facility ?? ''))
  if (!existsSync(layout.ledger))
    throw fail('facility-not-found', `There is no facility in ${layout.root}.`, {
      remedy: 'Choose the folder that holds ledger.db.',
    })
  const bindings = await readModuleBindings(layout)
  return bindings.map(
    ({ path, environment }) => new Hsm({ program: hsmProgram, module: { modulePath: path, environment } }),
  )
}
