import type { Client, ClientFiles, Verdict } from './clients/verdict.ts'
import type { TlsServer } from './tls-server.ts'

const ATTEMPTS = 10

/** What each client said about each server, one after the other: `curl nginx` and so on. */
export async function verdicts(
  clients: readonly Client[],
  servers: readonly TlsServer[],
  files: ClientFiles,
): Promise<Record<string, Verdict>> {
  const all: Record<string, Verdict> = {}
  for (const server of servers)
    for (const client of clients) all[`${client.name} ${server.name}`] = await judged(client, server, files)
  return all
}

/** With TLS 1.3 the end of the connection may overtake the alert that says why: then it is asked again. */
async function judged(client: Client, server: TlsServer, files: ClientFiles): Promise<Verdict> {
  for (let attempt = 1; ; attempt++) {
    const verdict = await client.connect(server.port, files)
    if (verdict.accepted || verdict.refusedBy !== 'nobody' || attempt === ATTEMPTS) return verdict
  }
}

/** The same in words that a test can compare: `accepted`, or by whom it was refused. */
export function byWhom(all: Readonly<Record<string, Verdict>>): Record<string, string> {
  return Object.fromEntries(Object.entries(all).map(([pair, verdict]) => [pair, word(verdict)]))
}

/** With `, revoked` where that was said: the only reason for which all programs have the same word. */
export function inWords(all: Readonly<Record<string, Verdict>>): Record<string, string> {
  const reason = ({ accepted, said }: Verdict): string => (!accepted && /revoked/i.test(said) ? ', revoked' : '')
  return Object.fromEntries(Object.entries(all).map(([pair, verdict]) => [pair, word(verdict) + reason(verdict)]))
}

/** That word for every client and every server. */
export function everywhere(
  clients: readonly Client[],
  servers: readonly TlsServer[],
  wanted: string,
): Record<string, string> {
  const pairs = servers.flatMap((server) => clients.map((client) => `${client.name} ${server.name}`))
  return Object.fromEntries(pairs.map((pair) => [pair, wanted]))
}

function word(verdict: Verdict): string {
  if (verdict.accepted) return 'accepted'
  return verdict.refusedBy === 'nobody' ? `no connection: ${verdict.said}` : `refused by ${verdict.refusedBy}`
}
