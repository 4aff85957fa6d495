import { readFileSync } from 'node:fs'
import { fail } from '../../../shared/failure.ts'
import { z } from '../../../shared/zod.ts'
import { practiceEnvironment } from '../practice/softhsm.ts'
import type { FacilityLayout } from './layout.ts'

/** What configures a module. Names by which the loader, Node or OpenSSL can be made to run other code are refused. */
const environmentName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/)
  .refine(
    (name) => !/^(LD_(?!LIBRARY_PATH$)|DYLD_|NODE_|ELECTRON_|OPENSSL_|GCONV_)/i.test(name),
    'this name may not be set here',
  )

/**
 * machine.json: which PKCS#11 modules this machine has. "practice-softhsm" stands for SoftHSM with the tokens inside a
 * practice facility; its configuration is written anew at each opening, since facilities get moved.
 */
const machineFile = z.strictObject({
  modules: z
    .array(
      z.union([
        z.literal('practice-softhsm'),
        z.strictObject({
          path: z.string().min(1),
          environment: z.record(environmentName, z.string()).optional(),
        }),
      ]),
    )
    .min(1),
})

export interface ModuleBinding {
  readonly path: string
  readonly environment: Readonly<Record<string, string>>
  readonly practice: boolean
}

export async function readModuleBindings(layout: FacilityLayout): Promise<ModuleBinding[]> {
  const parsed = machineFile.safeParse(readJson(layout.machine))
  if (!parsed.success) {
    throw fail('facility-damaged', 'machine.json of the facility does not name its PKCS#11 modules.', {
      remedy: 'It holds {"modules": [{"path": "/path/to/module.so"}]}. Restore it; it is not part of the log.',
      detail: { problems: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) },
    })
  }
  return Promise.all(
    parsed.data.modules.map(async (module): Promise<ModuleBinding> => {
      if (module !== 'practice-softhsm')
        return { path: module.path, environment: module.environment ?? {}, practice: false }
      const { modulePath, environment } = await practiceEnvironment(layout.practiceHsm)
      return { path: modulePath, environment, practice: true }
    }),
  )
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
