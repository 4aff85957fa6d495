import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SealHand } from '../../../../electron/core/evidence/seal-signer.ts'
import { verifyContentArchive, verifyContentFolder } from '../../../../electron/core/evidence/verify-content.ts'
import { verifyPackage } from '../../../../electron/core/evidence/verify-package.ts'
import { ArtifactStore } from '../../../../electron/core/facility/artifacts.ts'
import { openCommands, printedCommands } from '../../../../shared/evidence/readme.ts'
import { collectFolder, ed25519Hand, facts, failing, makeMedium, makeRecipient, run, seal } from './fixture.ts'

/** Done means 8: any changed byte is found, in a package as it is and in what was opened. */

let folder: string
let packed: string
let content: string
let archive: string
let log: SealHand

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-evidence-'))
  makeRecipient(folder, 'recipients', 'P-256')
  const store = new ArtifactStore(join(folder, 'artifacts'))
  const { record } = await collectFolder(store, makeMedium(folder))
  log = ed25519Hand('log')
  const sealed = await seal(folder, store, [record], { hands: [log, ed25519Hand('ada-brandt-1')], partBytes: 40_001 })
  packed = join(folder, 'out', facts.name)
  copyFileSync(join(folder, 'recipients.pem'), join(folder, 'out', 'recipient.pem'))
  copyFileSync(join(folder, 'recipients.key'), join(folder, 'out', 'recipient.key'))
  for (const command of openCommands(sealed.manifest))
    if (run(command, packed).status !== 0) throw new Error(`${command} failed`)
  content = `${packed}-content`
  archive = join(folder, 'out', 'evidence.tar')
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [relative(root, join(entry.parentPath, entry.name))] : [],
  )
}

/** Both ends, and places all over between them. */
function places(length: number, most: number): number[] {
  const step = Math.max(1, Math.floor(length / most))
  return [...new Set([0, length - 1, ...Array.from({ length: most }, (_, index) => index * step)])].filter(
    (at) => at >= 0 && at < length,
  )
}

async function changing(path: string, at: number, work: () => Promise<void>): Promise<void> {
  const before = readFileSync(path)
  const changed = Buffer.from(before)
  changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
  writeFileSync(path, changed)
  try {
    await work()
  } finally {
    writeFileSync(path, before)
  }
}

describe('a package as it is', () => {
  it('passes, and with the key of the log', async () => {
    expect(await verifyPackage(packed)).toMatchObject({ ok: true, problems: [], signers: ['ada-brandt-1', 'log'] })
    expect((await verifyPackage(packed, [log.publicKey])).ok).toBe(true)
  })

  it('is refused with a changed bit anywhere in any file', async () => {
    const passed: string[] = []
    let tried = 0
    for (const path of filesOf(packed)) {
      const file = join(packed, path)
      for (const at of places(readFileSync(file).length, 24)) {
        tried++
        await changing(file, at, async () => {
          if ((await verifyPackage(packed)).ok) passed.push(`${path} at ${String(at)}`)
        })
      }
    }
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThan(220)
  })

  it.each(['README.txt', 'manifest.json', 'SHA256SUMS', 'keys/log.pem', 'signatures/log.sig', 'evidence.tar.002.cms'])(
    'is refused by the printed commands alone when %s was changed, cut or extended',
    async (path) => {
      const file = join(packed, path)
      const before = readFileSync(file)
      // What the README prints is read before: the file itself is one of those that are changed.
      const commands = printedCommands(readFileSync(join(packed, 'README.txt'), 'utf8')).filter(
        (one) => !one.includes('recipient') && !one.includes('tar'),
      )
      expect(failing(packed, commands)).toEqual([])
      await changing(file, Math.floor(before.length / 2), async () => {
        expect(failing(packed, commands)).not.toEqual([])
        await Promise.resolve()
      })
      for (const change of [
        () => {
          truncateSync(file, before.length - 1)
        },
        () => {
          appendFileSync(file, 'x')
        },
      ]) {
        change()
        expect(failing(packed, commands)).not.toEqual([])
        expect((await verifyPackage(packed)).ok).toBe(false)
        writeFileSync(file, before)
      }
    },
  )

  it('is refused with a file more, a file less, or a link', async () => {
    writeFileSync(join(packed, 'keys', 'extra.pem'), 'x')
    expect(await verifyPackage(packed)).toMatchObject({ ok: false, problems: [{ code: 'evidence-malformed' }] })
    rmSync(join(packed, 'keys', 'extra.pem'))
    const [part, aside] = [join(packed, 'evidence.tar.001.cms'), join(folder, 'aside')]
    renameSync(part, aside)
    expect((await verifyPackage(packed)).problems.map(({ code }) => code)).toContain('evidence-malformed')
    symlinkSync(aside, part)
    await expect(verifyPackage(packed)).rejects.toMatchObject({ code: 'evidence-malformed' })
    rmSync(part)
    renameSync(aside, part)
    expect((await verifyPackage(packed)).ok).toBe(true)
  })

  it('is refused when another key is wanted, or a signature was taken away with its key', async () => {
    const other = ed25519Hand('log')
    expect((await verifyPackage(packed, [other.publicKey])).problems).toMatchObject([
      { code: 'evidence-signature-invalid' },
    ])
    const [from, to] = [join(packed, 'signatures', 'log.sig'), join(folder, 'log.sig')]
    renameSync(from, to)
    expect((await verifyPackage(packed, [log.publicKey])).ok).toBe(false)
    renameSync(to, from)
  })
})

describe('what was opened', () => {
  it('passes as a folder and as the archive', async () => {
    expect(await verifyContentFolder(content, [log.publicKey])).toMatchObject({
      ok: true,
      manifest: { name: facts.name },
    })
    expect(await verifyContentArchive(archive, [log.publicKey])).toMatchObject({
      ok: true,
      manifest: { name: facts.name },
    })
  })

  it('is refused with a changed bit anywhere in the archive', async () => {
    const passed: number[] = []
    for (const at of places(readFileSync(archive).length, 300)) {
      await changing(archive, at, async () => {
        const ok = await verifyContentArchive(archive).then(
          (report) => report.ok,
          () => false,
        )
        if (ok) passed.push(at)
      })
    }
    expect(passed).toEqual([])
  })

  it('is refused with a changed bit in any file of the folder', async () => {
    const passed: string[] = []
    for (const path of filesOf(content)) {
      const file = join(content, path)
      for (const at of places(readFileSync(file).length, 8)) {
        await changing(file, at, async () => {
          if ((await verifyContentFolder(content)).ok) passed.push(`${path} at ${String(at)}`)
        })
      }
    }
    expect(passed).toEqual([])
  })

  it('is refused when it is cut, extended, or packed anew by another program', async () => {
    const whole = readFileSync(archive)
    for (const length of [0, 511, 512, whole.length - 512, whole.length - 1024]) {
      writeFileSync(archive, whole.subarray(0, length))
      await expect(verifyContentArchive(archive)).rejects.toMatchObject({ code: 'evidence-malformed' })
    }
    writeFileSync(archive, Buffer.concat([whole, Buffer.alloc(512, 1)]))
    await expect(verifyContentArchive(archive)).rejects.toMatchObject({ code: 'evidence-malformed' })
    writeFileSync(archive, Buffer.concat([whole, Buffer.alloc(512)]))
    await expect(verifyContentArchive(archive)).rejects.toMatchObject({ code: 'evidence-malformed' })
    symlinkSync('/etc/passwd', join(content, 'link'))
    execFileSync('tar', ['--format=ustar', '-cf', archive, '-C', join(folder, 'out'), `${facts.name}-content`])
    await expect(verifyContentArchive(archive)).rejects.toMatchObject({ code: 'evidence-malformed' })
    rmSync(join(content, 'link'))
    writeFileSync(archive, whole)
  })
})
