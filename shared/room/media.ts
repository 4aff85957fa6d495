import { digest } from '../ids.ts'
import { type Deviation, inOneText } from '../procedure/deviation.ts'
import { z } from '../zod.ts'

// What is on a medium, before anything of it is used (standards.md 6.1).

export const mediaFinding = z.strictObject({
  code: z.enum([
    'file-unreadable',
    'file-changed',
    'symbolic-link',
    'special-file',
    'other-file-system',
    'hidden-file',
    'executable-file',
    'unsafe-name',
    'mounted-carelessly',
    'mount-unknown',
  ]),
  /** Below the inspected folder; '' for the medium itself. What is not printable is written as \xNN. */
  path: z.string(),
  words: z.string(),
})
export type MediaFinding = z.infer<typeof mediaFinding>

/** How a medium looks that somebody only wrote files to. A hidden file is written down, and no more. */
const NOTED: ReadonlySet<MediaFinding['code']> = new Set(['hidden-file'])

export function isNotedOnly({ code }: MediaFinding): boolean {
  return NOTED.has(code)
}

/** The same findings, worst first. */
export function worstMediaFirst(findings: readonly MediaFinding[]): MediaFinding[] {
  return findings.toSorted((a, b) => Number(isNotedOnly(a)) - Number(isNotedOnly(b)))
}

/** What should not be on a medium, or in how it is mounted; null when all is well. */
export function mediaDeviation(findings: readonly MediaFinding[]): Deviation | null {
  const wrong = findings.filter((finding) => !isNotedOnly(finding))
  if (wrong.length === 0) return null
  return {
    expected: 'The medium is mounted ro, nosuid, nodev and noexec, and holds nothing but plain files that can be read.',
    happened: inOneText(wrong.map(({ words }) => words)),
  }
}

export const mountedDevice = z.strictObject({
  device: z.string(),
  at: z.string(),
  fileSystem: z.string(),
  options: z.array(z.string()),
  /** Null: it has none, or it cannot be read. */
  label: z.string().nullable(),
  /** Bytes that the file system holds and has free. */
  size: z.number().int().nonnegative(),
  free: z.number().int().nonnegative(),
})
export type MountedDevice = z.infer<typeof mountedDevice>

export const mediaFile = z.strictObject({
  path: z.string(),
  size: z.number().int().nonnegative(),
  /** Null: it could not be read; a finding says why. */
  sha256: digest.nullable(),
})
export type MediaFile = z.infer<typeof mediaFile>

/** What the step inspect-media writes. */
export const mediaSummary = z.strictObject({
  path: z.string(),
  /** Null where the system does not say what is mounted. */
  device: mountedDevice.nullable(),
  files: z.number().int().nonnegative(),
  folders: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** Artifact: the list of files as `sha256sum` writes it, sorted by the bytes of the names; `sha256sum -c` checks it. */
  manifest: digest,
  findings: z.array(mediaFinding),
})
export type MediaSummary = z.infer<typeof mediaSummary>
