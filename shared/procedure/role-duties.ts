import type { Role } from '../ids.ts'

/** What each role answers for, as item a) of a key generation script wants it (WebTrust for CAs 4.1). */
export const ROLE_DUTIES: Readonly<Record<Role, string>> = {
  administrator: 'runs the console, opens the HSM with its PIN',
  officer: 'compares the bytes to be signed, approves or refuses them',
  witness: 'follows this script on paper, notes times and deviations',
  responder: 'leads the response to an incident',
  auditor: 'observes, keeps the checkpoint, verifies the record afterwards',
}
