import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkProfile, parseProfile } from '../../../shared/pki/profile.ts'
import { failureOf } from '../../support/failure.ts'

const FOLDER = new URL('../../../ceremonies/profiles/', import.meta.url)
const files = readdirSync(FOLDER)

function read(name: string): Record<string, unknown> {
  return parse(readFileSync(new URL(`${name}.profile.yaml`, FOLDER), 'utf8')) as Record<string, unknown>
}

describe('Profile', () => {
  it('ships the three profiles of the main job', () => {
    expect(files.toSorted()).toEqual([
      'fleet-issuing.profile.yaml',
      'fleet-root.profile.yaml',
      'handoff-signer.profile.yaml',
    ])
  })

  it.each(files)('%s is sound and named as its file', (file) => {
    const name = file.replace('.profile.yaml', '')
    expect(checkProfile(read(name))).toEqual([])
    expect(parseProfile(read(name)).profile).toBe(name)
  })

  it('reports every problem at once', () => {
    const broken = {
      ...read('fleet-issuing'),
      version: 0,
      colour: 'red',
      crlDistributionPoints: ['https://x.example/'],
      keyUsage: ['sign'],
    }
    expect(
      checkProfile(broken)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(['', 'crlDistributionPoints.0', 'keyUsage.0', 'version'])
  })

  it.each([
    ['a root that is no CA', 'fleet-root', { basicConstraints: { ca: false } }],
    ['a hand-off signer that is a CA', 'handoff-signer', { basicConstraints: { ca: true }, keyUsage: ['keyCertSign'] }],
    ['a path length without CA', 'handoff-signer', { basicConstraints: { ca: false, pathLength: 0 } }],
    ['a CA without keyCertSign', 'fleet-root', { keyUsage: ['cRLSign'] }],
    ['an end entity with keyCertSign', 'handoff-signer', { keyUsage: ['digitalSignature', 'keyCertSign'] }],
    ['CRLs without cRLSign', 'fleet-root', { keyUsage: ['keyCertSign'] }],
    ['name constraints without names', 'fleet-issuing', { nameConstraints: {} }],
    ['name constraints of an end entity', 'handoff-signer', { nameConstraints: { permittedDns: ['fleet.example'] } }],
    ['a domain with a leading dot', 'fleet-issuing', { nameConstraints: { permittedDns: ['.fleet.example'] } }],
    ['a key usage named twice', 'fleet-root', { keyUsage: ['keyCertSign', 'cRLSign', 'cRLSign'] }],
    ['no days at all', 'fleet-root', { validityDays: 0 }],
    ['a country in small letters', 'fleet-root', { subject: { country: 'ch' } }],
  ])('refuses %s', (_, base, change) => {
    expect(checkProfile({ ...read(base), ...change })).not.toEqual([])
    expect(failureOf(() => parseProfile({ ...read(base), ...change }))).toBe('profile-invalid')
  })

  it('refuses what is not a mapping', () => {
    expect(checkProfile(null)).toHaveLength(1)
    expect(checkProfile('fleet-root')).toHaveLength(1)
  })
})
