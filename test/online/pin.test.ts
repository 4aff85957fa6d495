import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hexToBytes, sha256Hex } from '../../shared/bytes.ts'
import { toWords } from '../../shared/ledger/words.ts'
import { encodePem } from '../../shared/pki/pem.ts'
import { Store } from '../../online/state/store.ts'
import { alice, bob, carol, mallory, root } from '../electron/core/handoff/fixture.ts'
import { Fleet } from './fleet.ts'
import { receiver } from './receiver.ts'

let fleet: Fleet
beforeEach(() => {
  fleet = new Fleet()
})
afterEach(() => fleet.remove())

const BASE = ['--receiver', 'gate-1', '--domain', 'fleet.example', '--threshold', '2', '--json']

function words(certificate: Uint8Array): string {
  return toWords(hexToBytes(sha256Hex(certificate))).join(' ')
}

describe('pin', () => {
  it('takes the signers when the digests of the paper are theirs, and makes a key that it tells by words', () => {
    const pinned = fleet.pin()
    expect(pinned).toMatchObject({ code: 0, json: { threshold: 2, practice: false, receiver: 'gate-1' } })
    const { certificate } = pinned.json as { certificate: { path: string; hex: string; words: string[] } }
    const der = new X509Certificate(readFileSync(certificate.path)).raw
    expect(certificate.hex).toBe(sha256Hex(new Uint8Array(der)))
    expect(certificate.words).toEqual(toWords(hexToBytes(certificate.hex)))
    expect(statSync(join(fleet.state, 'receiver.key.pem')).mode & 0o077).toBe(0)
    expect(statSync(fleet.state).mode & 0o077).toBe(0)
  })

  it('takes words that are typed as they are read', () => {
    const typed = [alice, bob, carol].map(({ certificate }) => words(certificate)).join('\n')
    const args = ['pin', '--state', fleet.state, '--signers', fleet.signers, ...BASE]
    expect(receiver(args, { input: `${typed}\n` })).toMatchObject({ code: 0 })
    expect(new Store(fleet.state).memory.pin.signers.map(({ name }) => name)).toEqual(['alice', 'bob', 'carol'])
  })

  it.each([
    ['a word of another certificate', words(mallory.certificate), 'receiver-pin-differs'],
    ['words that changed places', words(alice.certificate).split(' ').toReversed().join(' '), 'invalid-request'],
    ['half of the words', words(alice.certificate).split(' ').slice(0, 16).join(' '), 'invalid-request'],
    ['nothing', null, 'receiver-not-pinned'],
  ])('pins nothing for %s', (_, first, code) => {
    const others = [bob, carol].map(({ certificate }) => words(certificate))
    const input = first === null ? '' : `${[first, ...others].join('\n')}\n`
    const args = ['pin', '--state', fleet.state, '--signers', fleet.signers, ...BASE]
    expect(receiver(args, { input })).toMatchObject({ code: 1, failure: code })
    expect(new Store(fleet.state).isPinned).toBe(false)
  })

  it('pins nothing when the paper has one more, or one less', () => {
    const paper = readFileSync(fleet.paper, 'utf8')
    writeFileSync(fleet.paper, `${paper}${sha256Hex(mallory.certificate)}\n`)
    expect(fleet.pin()).toMatchObject({ code: 1, failure: 'receiver-pin-differs' })
    writeFileSync(fleet.paper, paper.split('\n').slice(0, 3).join('\n'))
    expect(fleet.pin()).toMatchObject({ code: 1, failure: 'receiver-pin-differs' })
  })

  it('is done once: again only with a reason and a later epoch', () => {
    expect(fleet.pin().code).toBe(0)
    expect(fleet.pin().failure).toBe('receiver-pinned-already')
    expect(fleet.pin('--again', 'the safe burnt').failure).toBe('invalid-request')
    fleet.writeConfig()
    expect(fleet.run('apply', fleet.first).code).toBe(0)
    expect(fleet.pin('--again', 'the safe burnt', '--epoch', '1').failure).toBe('invalid-request')
    expect(fleet.pin('--again', 'the safe burnt', '--epoch', '2').code).toBe(0)
    const { pin, past_pins: past } = new Store(fleet.state).memory
    expect(pin).toMatchObject({ epoch: 2, source: 'pinned again: the safe burnt' })
    expect(past.map(({ source }) => source)).toEqual(['pinned'])
  })

  it('with roots, lets the first hand-off bring no others', () => {
    const file = join(fleet.folder, 'root.pem')
    const pinned = (certificate: Uint8Array): string | null => {
      writeFileSync(file, encodePem('CERTIFICATE', certificate))
      const paper = readFileSync(fleet.paper, 'utf8').split('\n').slice(0, 4).join('\n')
      writeFileSync(fleet.paper, `${paper}\n${sha256Hex(certificate)}\n`)
      const state = join(fleet.folder, `state-${sha256Hex(certificate).slice(0, 8)}`)
      const args = [
        'pin',
        '--state',
        state,
        '--signers',
        fleet.signers,
        '--expect',
        fleet.paper,
        '--root',
        file,
        ...BASE,
      ]
      expect(receiver(args)).toMatchObject({ code: 0 })
      return receiver(['verify', fleet.first, '--state', state, '--json']).failure
    }
    expect(pinned(root.certificate)).toBeNull()
    expect(pinned(mallory.certificate)).toBe('handoff-anchor-unordered')
  })

  it('is needed before anything else, and says so', () => {
    for (const args of [
      ['verify', fleet.first],
      ['plan', fleet.first],
      ['apply', fleet.first],
      ['status'],
      ['metrics'],
      ['receipt'],
    ]) {
      fleet.writeConfig()
      const more = args[0] === 'verify' || args[0] === 'receipt' ? [] : ['--config', fleet.config]
      expect(receiver([...args, '--state', fleet.state, ...more, '--json']).failure).toBe('receiver-not-pinned')
    }
  })

  it('of a damaged memory says that it is damaged, and does nothing', () => {
    fleet.pin()
    fleet.writeConfig()
    const path = join(fleet.state, 'memory.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"counter":0', '"counter":00'))
    for (const command of ['status', 'metrics']) expect(fleet.run(command).failure).toBe('receiver-memory-damaged')
    expect(fleet.run('apply', fleet.first).failure).toBe('receiver-memory-damaged')
    expect(readdirSync(fleet.region('eu-canary'))).toEqual([])
  })
})

describe('the program alone', () => {
  it('runs in a folder with nothing beside it, and tells its commands', () => {
    expect(receiver(['help'])).toMatchObject({ code: 0, stderr: '' })
    expect(receiver(['apply', '--help']).stdout).toContain('usage: conclave handoff apply')
    expect(receiver(['apply'])).toMatchObject({ code: 2, failure: 'invalid-request' })
    expect(receiver(['frobnicate'])).toMatchObject({ code: 2 })
    expect(receiver([])).toMatchObject({ code: 2 })
  })
})
