/**
 * A paper before it has a form: what stands on it, in order. Core fills it from the state and the log; `renderPaper` sets it.
 * Every text is plain text of people, of files or of the log: nothing in it is markup.
 */
export interface Paper {
  /** What the paper is about: the title of the run, or the name of the facility. */
  readonly title: string
  /** What kind of paper it is: "Script of the ceremony". */
  readonly subject: string
  /** One sentence first: what is true. */
  readonly sentence: string
  readonly facility: string
  /** Marks every page. */
  readonly practice: boolean
  /** It is about an exercise: marks every page too. */
  readonly drill?: boolean
  /** At the foot of every page: which paper this is of. */
  readonly foot: string
  /** Without an extension, safe on every medium. Begins with PRACTICE where it is one. */
  readonly fileName: string
  readonly blocks: readonly Block[]
}

/** 64 hex digits with their PGP words. */
export interface PaperDigest {
  readonly label: string
  readonly hex: string
  readonly words: readonly string[]
  /** Where it stands in full already: "step 9". Then both ends are enough here. */
  readonly seen?: string
}

export interface Fact {
  readonly label: string
  readonly value: string
  /** Hex, names of files: set so that 0 and O differ. */
  readonly mono?: boolean
}

/** Something a person signed, in place of initials. */
export interface SignatureMark {
  readonly name: string
  readonly role: string
  /** What the signature says: "approves", "signed in as officer". */
  readonly says: string
  /** `against`: a refusal, or "I do not agree". */
  readonly tone: 'plain' | 'against'
  /** Their own words, in full. */
  readonly remark: string
  readonly time: string
  readonly entry: string
  /** "tomas-oliveira-1, key file in the facility". */
  readonly credential: string
  /** SHA-256 of the signature. */
  readonly digest: string
  /** It was verified against the credential when this paper was made. */
  readonly valid: boolean
}

/** One line of what happened. */
export interface Happening {
  /** "09:04:11Z". */
  readonly time: string
  readonly entry: string
  readonly strong: string
  readonly text: string
  readonly tone: 'plain' | 'attention'
}

export interface ExceptionBlock {
  readonly block: 'exception'
  readonly title: string
  readonly facts: readonly Fact[]
  /** Who decided, in place of initials; null while nobody has. */
  readonly decision: SignatureMark | null
}

/** What a person writes on paper: each becomes an empty box with its name under it. */
export type Box = 'time' | 'initials' | 'entry' | 'name' | 'date' | 'signature' | 'wide'

export interface StepBlock {
  readonly block: 'step'
  readonly number: number
  readonly title: string
  readonly say: string
  /** Who, the planned values, not before, due: one line each. */
  readonly terms: readonly string[]
  readonly writes: string
  /** Empty boxes beside the title; none in a record. */
  readonly boxes: readonly { readonly box: Box; readonly label: string }[]
  /** In a record: how it stands, and from when to when. */
  readonly state: string
  readonly span: string
  /** What the step left, or what people fill in. */
  readonly inside: readonly Block[]
}

export interface TableColumn {
  readonly title: string
  /** Share of the width, in percent. */
  readonly width: number
  readonly mono?: boolean
}

export type Block =
  | { readonly block: 'section'; readonly title: string; readonly note?: string; readonly newPage?: boolean }
  | { readonly block: 'text'; readonly text: string }
  | { readonly block: 'note'; readonly title: string; readonly text: string }
  | { readonly block: 'facts'; readonly facts: readonly Fact[]; readonly dense?: boolean }
  | { readonly block: 'digest'; readonly digest: PaperDigest }
  | { readonly block: 'digests'; readonly digests: readonly PaperDigest[] }
  | {
      readonly block: 'table'
      readonly columns: readonly TableColumn[]
      readonly rows: readonly (readonly string[])[]
      /** Empty cells are boxes to write in, high enough for a hand. */
      readonly toFill?: boolean
    }
  | { readonly block: 'happenings'; readonly lines: readonly Happening[] }
  | { readonly block: 'signatures'; readonly marks: readonly SignatureMark[] }
  | { readonly block: 'boxes'; readonly rows: readonly (readonly { readonly box: Box; readonly label: string }[])[] }
  | { readonly block: 'code'; readonly lines: readonly string[] }
  /** A note of the log, exactly, with its QR code; null when it is too long for one. */
  | {
      readonly block: 'checkpoint'
      readonly lines: readonly string[]
      readonly code: { readonly size: number; readonly path: string } | null
      readonly codeHolds: string
    }
  | ExceptionBlock
  | StepBlock
