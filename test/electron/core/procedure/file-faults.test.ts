import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { FailureCode } from '../../../../shared/failure.ts'
import { currentStep } from '../../../../shared/procedure/run-state.ts'
import { expectLogVerifies } from '../../../support/aftermath.ts'
import { answers, goOn, openRun, reopen, stepOf } from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { mountSmallDisk, canMount } from '../../../support/small-disk.ts'
import { expectDoneAgain, finish, performed, Stages } from '../../../support/stages.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

function derOf(path: string): Uint8Array {
  const base64 = readFileSync(path, 'utf8').replace(/-----[^-]+-----|\s/g, '')
  return new Uint8Array(Buffer.from(base64, 'base64'))
}

/** A request by OpenSSL. */
function requestBy(folder: string, ...key: string[]): Uint8Array {
  const path = join(folder, 'openssl.csr')
  execFileSync(
    'openssl',
    ['req', '-new', '-newkey', ...key, '-nodes', '-keyout', join(folder, 'k.pem'), '-subj', '/CN=Weak', '-out', path],
    { stdio: 'pipe' },
  )
  return readFileSync(path)
}

describe('A request file', () => {
  it.each<[string, (der: Uint8Array, folder: string) => Uint8Array | string, FailureCode]>([
    ['with a changed signature', (der) => der.with(der.length - 1, (der.at(-1) ?? 0) ^ 1), 'request-signature-invalid'],
    ['with a weak RSA key', (_der, folder) => requestBy(folder, 'rsa:1024'), 'request-key-weak'],
    [
      'with a key that no profile takes',
      (_der, folder) => requestBy(folder, 'ec', '-pkeyopt', 'ec_paramgen_curve:secp521r1'),
      'request-not-allowed',
    ],
    ['with trailing bytes', (der) => Buffer.concat([der, Buffer.from([0])]), 'request-malformed'],
    ['of ten megabytes', () => Buffer.alloc(10_000_000, 0x30), 'file-too-large'],
    ['of garbage', () => Buffer.alloc(9_000, 0x30), 'request-malformed'],
    ['that is empty', () => '', 'request-malformed'],
    ['that is cut', (der) => der.slice(0, 100), 'request-malformed'],
    ['that is a page', () => '<html></html>', 'request-malformed'],
  ])('%s is refused, and a good one is taken after it', async (_what, change, code) => {
    const scene = await stages.sceneAt('request', 'issue')
    const { site, session, run } = scene
    const path = join(site.folder, 'bad.csr')
    writeFileSync(path, change(derOf(await answers(site.folder).requestFile()), site.folder))
    const before = session.facility.artifacts.list()
    expect((await performed(scene, { kind: 'file', path })).code).toBe(code)
    expect(session.facility.artifacts.list()).toEqual(before)
    await expectDoneAgain(scene, code)
    expect(currentStep(run)?.step.id).toBe('compare-request')
  })

  it('that is not there, or is a folder, is refused', async () => {
    const scene = await stages.sceneAt('request', 'issue')
    expect((await performed(scene, { kind: 'file', path: join(scene.site.folder, 'none.csr') })).code).toBe(
      'file-not-found',
    )
    expect((await performed(scene, { kind: 'file', path: scene.site.folder })).code).toBe('gate-refused')
    expect((await performed(scene)).code).toBe('invalid-request')
    await expectDoneAgain(scene, 'invalid-request')
  })
})

describe('An export', () => {
  it('to a folder that is not there, cannot be written, or holds it already is refused, and done again elsewhere', async () => {
    const scene = await stages.sceneAt('export', 'issue')
    const { site, session, run } = scene
    expect((await performed(scene, { kind: 'folder', path: join(site.folder, 'nowhere') })).code).toBe('file-not-found')
    const file = join(site.folder, 'a-file')
    writeFileSync(file, '')
    expect((await performed(scene, { kind: 'folder', path: file })).code).toMatch(/^file-(not-writable|not-found)$/)
    const draft = stepOf(run, 'handoff').output
    const name = draft !== null && 'folderName' in draft ? draft.folderName : ''
    const taken = join(site.folder, 'taken')
    mkdirSync(join(taken, name), { recursive: true })
    expect((await performed(scene, { kind: 'folder', path: taken })).code).toBe('file-exists')
    expect(readdirSync(taken)).toEqual([name])
    expect(readdirSync(join(taken, name))).toEqual([])
    expect(session.facility.state.handoffs.at(-1)?.exported).toBeNull()
    await expectDoneAgain(scene, 'file-exists')
    expect(session.facility.state.handoffs.at(-1)?.exported?.folderName).toBe(name)
  })
})

describe.runIf(canMount)('A disk', () => {
  it('that is full during a run loses nothing, and the run goes on when there is space', async () => {
    const from = await stages.copyAt('root', 'open')
    const disk = mountSmallDisk('12m')
    try {
      const site = from.copy(join(disk.folder, 'site'))
      const session = await site.open()
      const run = openRun(session)
      await goOn(session, run, 'preview-root', answers(site.folder))
      const filler = join(disk.folder, 'filler')
      const size = session.facility.store.size
      fill(filler)
      expect((await rejectionOf(session.engine.perform(run.id, 'preview-root', { kind: 'none' }))).code).toBe(
        'disk-full',
      )
      writeFileSync(filler, '')
      expect(session.facility.store.size - size).toBeLessThanOrEqual(1)
      await goOn(session, run, null, answers(site.folder))
      expect(run.status).toBe('closed')
      await site.closeAll()
      await expectLogVerifies(site.root)
    } finally {
      disk.remove()
    }
  })

  it('that is full when a signature comes back: unknown, never signed twice by itself', async () => {
    const from = await stages.copyAt('root', 'issue-root')
    const disk = mountSmallDisk('12m')
    try {
      const site = from.copy(join(disk.folder, 'site'))
      const filler = join(disk.folder, 'filler')
      const session = await site.open({
        onMoment: (moment) => {
          if (moment === 'returned') fill(filler)
        },
      })
      const run = openRun(session)
      await reopen(session, run)
      expect((await rejectionOf(session.engine.perform(run.id, 'issue-root', { kind: 'none' }))).code).toBe('disk-full')
      expect(currentStep(run)?.status).toBe('unknown')
      writeFileSync(filler, '')
      expect((await rejectionOf(session.engine.perform(run.id, 'issue-root', { kind: 'none' }))).code).toBe(
        'step-outcome-unknown',
      )
      await site.closeAll()
      const again = await site.open()
      expect(currentStep(openRun(again))?.status).toBe('unknown')
      await site.closeAll()
      await expectLogVerifies(site.root)
    } finally {
      disk.remove()
    }
  })

  it('that is full or read-only under an export is said to be so, and another one is taken', async () => {
    const scene = await stages.sceneAt('export', 'issue')
    const disk = mountSmallDisk('64k')
    try {
      fill(join(disk.folder, 'filler'))
      expect((await performed(scene, { kind: 'folder', path: disk.folder })).code).toBe('disk-full')
      expect(readdirSync(disk.folder)).toEqual(['filler'])
      disk.makeReadOnly()
      expect((await performed(scene, { kind: 'folder', path: disk.folder })).code).toBe('disk-read-only')
      await expectDoneAgain(scene, 'disk-read-only')
    } finally {
      disk.remove()
    }
  })

  it('that is read-only is said to be so, when the facility is opened and during a run', async () => {
    const from = await stages.copyAt('root', 'clock')
    const disk = mountSmallDisk('12m')
    try {
      const site = from.copy(join(disk.folder, 'site'))
      disk.makeReadOnly()
      expect((await rejectionOf(site.open())).code).toBe('disk-read-only')
      disk.makeWritable()
      const session = await site.open()
      await finish({ site, session, run: openRun(session) })
      await site.closeAll()
      await expectLogVerifies(site.root)
    } finally {
      disk.remove()
    }
  })
})

/** Takes all the space that there is. */
function fill(path: string): void {
  for (const size of [1 << 20, 1 << 12, 1]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // Full for this size.
    }
  }
}
