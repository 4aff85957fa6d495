import { PRACTICE_MARK } from './planned-certificate.ts'

/** The common name of a subject, without the mark that a practice facility puts before it. */
export function commonNameOf(subject: string): string {
  return (/CN=([^,]+)$/.exec(subject)?.[1] ?? subject).replace(PRACTICE_MARK, '')
}

/** A common name as a file name, and as what a hand-off calls the authority: "Fleet Issuing EU-1" is fleet-issuing-eu-1. */
export function authoritySlug(commonName: string): string {
  return commonName
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
}
