/** Names in the order in which they were met: 0 is none. */
export class Names {
  readonly list: string[]
  readonly #numbers: Map<string, number>

  constructor(list: readonly string[] = []) {
    this.list = [...list]
    this.#numbers = new Map(list.map((name, index) => [name, index + 1]))
  }

  /** Met for the first time, a name gets the next number. */
  take(name: string | null): number {
    if (name === null) return 0
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.list.push(name)
    this.#numbers.set(name, this.list.length)
    return this.list.length
  }

  /** -1 for a name that nothing has. */
  find(name: string): number {
    return this.#numbers.get(name) ?? -1
  }

  name(number: number): string | null {
    return this.list[number - 1] ?? null
  }
}

export const COLUMNS = ['kind', 'actor', 'role', 'run', 'step'] as const
export type Column = (typeof COLUMNS)[number]

/** One row for each entry: which kind, person, role, run and step, each by the number of its name, and the time. */
export class EntryColumns {
  readonly names: Readonly<Record<Column, Names>>
  #values: Record<Column, Uint32Array<ArrayBuffer>>
  /** Seconds since the epoch. */
  #times: Uint32Array<ArrayBuffer>
  #size: number

  constructor(
    names: Readonly<Record<Column, Names>> = newNames(),
    values: Record<Column, Uint32Array<ArrayBuffer>> = newValues(1024),
    times = new Uint32Array(1024),
    size = 0,
  ) {
    this.names = names
    this.#values = values
    this.#times = times
    this.#size = size
  }

  get size(): number {
    return this.#size
  }

  values(column: Column): Uint32Array {
    return this.#values[column].subarray(0, this.#size)
  }

  get times(): Uint32Array {
    return this.#times.subarray(0, this.#size)
  }

  add(row: Readonly<Record<Column, string | null>>, time: string): void {
    if (this.#size === this.#times.length) this.#grow()
    for (const column of COLUMNS) this.#values[column][this.#size] = this.names[column].take(row[column])
    this.#times[this.#size] = Math.floor(Date.parse(time) / 1000)
    this.#size++
  }

  #grow(): void {
    const length = this.#times.length * 2
    const wider = (old: Uint32Array): Uint32Array<ArrayBuffer> => {
      const made = new Uint32Array(length)
      made.set(old)
      return made
    }
    for (const column of COLUMNS) this.#values[column] = wider(this.#values[column])
    this.#times = wider(this.#times)
  }
}

function newNames(): Record<Column, Names> {
  return { kind: new Names(), actor: new Names(), role: new Names(), run: new Names(), step: new Names() }
}

function newValues(length: number): Record<Column, Uint32Array<ArrayBuffer>> {
  const column = (): Uint32Array<ArrayBuffer> => new Uint32Array(length)
  return { kind: column(), actor: column(), role: column(), run: column(), step: column() }
}
