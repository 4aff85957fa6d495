import { z } from '../zod.ts'

/** The fleet that a hand-off is for, written like a DNS name. It becomes part of file names. */
export const domainName = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, 'use a lowercase DNS name')

/** In front of every name that leaves a practice facility, so that a stray file still says what it is. */
export function practiceMark(practice: boolean): string {
  return practice ? 'PRACTICE-' : ''
}

/** Name of the folder, and with `.tar` of the archive. */
export function handoffName(of: { practice: boolean; domain: string; epoch: number; sequence: number }): string {
  return `${practiceMark(of.practice)}handoff-${of.domain}-${of.epoch}-${of.sequence}`
}

/** The only files that the manifest does not hash: itself, and what is made after it: the signatures over it and the proof that they are in the log. */
export const MANIFEST_PATH = 'manifest.json'
export const CHECKSUMS_PATH = 'SHA256SUMS'
export const README_PATH = 'README-VERIFY.txt'
export const TRUST_STATE_PATH = 'trust/state.json'
/** C2SP tlog-policy with the key of the log; hashed by the manifest. */
export const LOG_POLICY_PATH = 'log/policy.txt'
/** The entry that records the signing, and that it is in the log (C2SP tlog-proof): made after the signatures, so beside the manifest. */
export const LOG_ENTRY_PATH = 'log/handoff.json'
export const LOG_PROOF_PATH = 'log/handoff.tlog-proof'

export function signaturePath(signer: string): string {
  return `signatures/${signer}.p7s`
}

export function signerCertificatePath(signer: string): string {
  return `signatures/${signer}.pem`
}

/** Where signatures lie that only those who signed the epoch before make, on the first hand-off of a new one. */
export const PREVIOUS_SIGNERS_FOLDER = 'signatures/previous/'

const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

/**
 * What is wrong with an artifact's path, or null: relative, '/' between segments, letters digits '.', '_' and '-' only, at most
 * 100 bytes (the name field of ustar, with room for the folder in its prefix field). So no '..', no hidden file, no option of a tool.
 */
export function pathProblem(path: string): string | null {
  if (path.length > 100) return 'longer than 100 characters'
  if (path.startsWith('/')) return 'absolute'
  const segments = path.split('/')
  if (segments.some((segment) => segment === '..' || segment === '.')) return 'leaves its folder'
  if (segments.some((segment) => !SEGMENT.test(segment))) return 'has a character that is not allowed'
  return null
}
