import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../apply/command.ts'
import { notReady } from '../release/not-ready.ts'
import { anchorsOf } from '../release/release.ts'
import type { Driver } from './driver.ts'

/** `truststore.p12` with every root as a trusted certificate, made by keytool; Java reads it at its start, or when its trust manager is made anew. */
export const java: Driver<'java'> = {
  publish: 'link',
  async prepare(release, target, { timeoutMs }) {
    const folder = await mkdtemp(join(tmpdir(), 'conclave-java-'))
    try {
      const store = join(folder, 'truststore.p12')
      for (const { name, pem } of anchorsOf(release)) {
        const file = join(folder, `${name}.pem`)
        await writeFile(file, pem)
        const args = ['-importcert', '-noprompt', '-storetype', 'PKCS12', '-alias', name, '-file', file]
        const command = [target.keytool, ...args, '-keystore', store, '-storepass:file', target.password_file]
        const { ok, detail } = await runCommand(command, timeoutMs)
        if (!ok)
          throw notReady(
            target.name,
            `keytool failed: ${detail}`,
            'Correct "keytool" or "password_file" of the target.',
          )
      }
      return [{ name: 'truststore.p12', bytes: new Uint8Array(await readFile(store)), mode: 0o644 }]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
