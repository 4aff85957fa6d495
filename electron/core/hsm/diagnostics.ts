const LIMIT = 8 * 1024

/** The last few kilobytes that a process wrote. For a person who looks for a fault; never part of a failure or the log. */
export class Diagnostics {
  #text = ''

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-LIMIT)
  }

  get text(): string {
    return this.#text
  }
}
