import type { Role } from '../../../shared/ids.ts'

/** The people of a practice facility. Their passphrases are written down, because nothing here is trusted anywhere. */
export const PRACTICE_CAST: readonly {
  readonly id: string
  readonly name: string
  readonly roles: readonly [Role, ...Role[]]
  readonly passphrase: string
}[] = [
  { id: 'hanna-voss', name: 'Hanna Voss', roles: ['administrator'], passphrase: 'practice hanna voss' },
  { id: 'tomas-oliveira', name: 'Tomás Oliveira', roles: ['officer'], passphrase: 'practice tomas oliveira' },
  { id: 'priya-raman', name: 'Priya Raman', roles: ['officer'], passphrase: 'practice priya raman' },
  { id: 'joon-ho-seo', name: 'Joon-ho Seo', roles: ['officer'], passphrase: 'practice joon-ho seo' },
  { id: 'greta-lindqvist', name: 'Greta Lindqvist', roles: ['witness'], passphrase: 'practice greta lindqvist' },
  { id: 'daniel-okafor', name: 'Daniel Okafor', roles: ['auditor'], passphrase: 'practice daniel okafor' },
  { id: 'amara-diallo', name: 'Amara Diallo', roles: ['responder'], passphrase: 'practice amara diallo' },
  { id: 'luis-moreno', name: 'Luis Moreno', roles: ['responder'], passphrase: 'practice luis moreno' },
]

export const PRACTICE_TOKEN = { name: 'practice-hsm', label: 'practice-hsm', pin: '123456', soPin: '12345678' } as const
