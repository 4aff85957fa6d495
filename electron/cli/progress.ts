/** Progress on a stream for people: one line that is written anew on a terminal, plain lines otherwise. */
export class Progress {
  readonly #stream: NodeJS.WriteStream
  #shown = ''

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  readonly say = (words: string, share?: number): void => {
    const percent = share === undefined ? '' : `${String(Math.floor(share * 100)).padStart(3)} %  `
    const line = `${percent}${words}`
    if (line === this.#shown) return
    this.#shown = line
    if (this.#stream.isTTY) this.#stream.write(`\r\u001b[K${line.slice(0, Math.max(20, this.#stream.columns - 1))}`)
    else this.#stream.write(`${line}\n`)
  }

  /** Before anything else is written to the terminal. */
  clear(): void {
    if (this.#stream.isTTY && this.#shown !== '') this.#stream.write('\r\u001b[K')
    this.#shown = ''
  }
}
