import type { AuthorityKey } from './authority-key.ts'

/** What the log of a facility says that its keys signed. */
export interface LogRecords {
  readonly entries: number
  readonly authorities: readonly LogAuthority[]
}

export interface LogAuthority {
  readonly name: string
  readonly key: AuthorityKey
  /** Serial numbers in hex, without leading zero octets. */
  readonly issued: ReadonlySet<string>
  readonly crls: readonly LogCrl[]
}

export interface LogCrl {
  readonly words: string
  readonly sha256: string
  readonly entries: readonly { readonly serial: string; readonly at: number }[]
}
