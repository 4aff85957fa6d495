/**
 * What became of one connection with mutual TLS. `refusedBy: 'client'`: it would not talk to the server; 'server': the server sent
 * it away; 'nobody': it ended without a word. `said` is the answer, or the reason in the words of the program.
 */
export type Verdict =
  | { readonly accepted: true; readonly said: string }
  | { readonly accepted: false; readonly refusedBy: 'client' | 'server' | 'nobody'; readonly said: string }

/** The PEM files that a client of mutual TLS uses; see `identityIn`. */
export interface ClientFiles {
  /** Its certificate and the CAs above it, without the root. */
  readonly chain: string
  /** PKCS#8. */
  readonly key: string
  readonly anchors: string
  /** One CRL of each CA of a server's chain. */
  readonly crls: string
}

/** Connects once to a server on 127.0.0.1, checks the whole chain of it against the CRLs, shows its own, and asks for a page. */
export interface Client {
  readonly name: 'OpenSSL' | 'curl' | 'Node' | 'Java'
  connect(port: number, files: ClientFiles): Promise<Verdict>
}

const SENT_AWAY = /alert|refused:/i
const ENDED =
  /ECONNREFUSED|ECONNRESET|EPIPE|errno=|errno \d\d|connection re(?:fused|set)|broken pipe|closed|hang up|unexpected eof/i

/** TLS alerts are of the server, nginx's page says `refused:`; what ended without either was refused by the client's own check. */
export function refusal(said: string): Verdict {
  const words = said.trim()
  const refusedBy = SENT_AWAY.test(words) ? 'server' : ENDED.test(words) ? 'nobody' : 'client'
  return { accepted: false, refusedBy, said: words }
}

/** What a server answered: `NAME ok` is the page, anything else a refusal. */
export function answered(page: string): Verdict {
  const words = page.trim()
  return /^\w+ ok$/.test(words) ? { accepted: true, said: words } : refusal(words)
}

/** The files of an identity in a folder. */
export function identityIn(folder: string): ClientFiles {
  return {
    chain: `${folder}/chain.pem`,
    key: `${folder}/key.pem`,
    anchors: `${folder}/anchors.pem`,
    crls: `${folder}/crls.pem`,
  }
}
