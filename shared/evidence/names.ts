import { practiceMark } from '../handoff/names.ts'

/** Inside a package and beside it. */
export const MANIFEST = 'manifest.json'
export const SUMS = 'SHA256SUMS'
export const README = 'README.txt'
export const CUSTODY = 'CUSTODY.txt'
export const RECIPIENTS = 'recipients.pem'
/** The content before it is encrypted; its parts follow the name with a number and `.cms`. */
export const CONTENT = 'evidence.tar'

/** In front of every name and text of an exercise, so that nobody ever takes it for the real thing. */
export function drillMark(drill: boolean): string {
  return drill ? 'DRILL-' : ''
}

/** The name of a package: one a step. */
export function packageName(of: { practice: boolean; drill: boolean; run: string; step: string }): string {
  return `${practiceMark(of.practice)}${drillMark(of.drill)}evidence-${of.run}-${of.step}`
}

export function partName(number: number): string {
  return `${CONTENT}.${String(number).padStart(3, '0')}.cms`
}

export const PART_NAME = /^evidence\.tar\.\d{3,}\.cms$/

export function signatureFile(signer: string): string {
  return `signatures/${signer}.sig`
}

export function keyFile(signer: string): string {
  return `keys/${signer}.pem`
}

/** The last part of a path as a file name that every system can have; never empty, never hidden, never an option of a tool. */
export function safeFileName(path: string): string {
  const last = path.split('/').at(-1) ?? ''
  const plain = last.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^[^A-Za-z0-9]+/, '')
  if (plain === '') return 'file'
  if (plain.length <= 80) return plain
  const ending = /\.[A-Za-z0-9]{1,12}$/.exec(plain)?.[0] ?? ''
  return `${plain.slice(0, 80 - ending.length)}${ending}`
}

/** Where the item with this number (from 1) lies in a package. */
export function itemPath(number: number, file: string): string {
  return `items/${String(number).padStart(4, '0')}-${file}`
}
