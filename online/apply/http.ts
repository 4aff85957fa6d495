import { fail } from '../../shared/failure.ts'
import { errorCode } from '../../electron/core/files/disk-failure.ts'
import { readFileCapped } from '../../electron/core/files/host-files.ts'

export interface HttpAnswer {
  readonly status: number
  readonly body: Uint8Array
}

interface HttpOptions {
  readonly timeoutMs: number
  /** Sent by POST as JSON; without it a GET. */
  readonly body?: string
  readonly caFile?: string | undefined
  /** The rest of the answer is not read. */
  readonly maxBytes?: number
}

const MAX_ANSWER_BYTES = 4 * 1024 * 1024
const MAX_CA_BYTES = 4 * 1024 * 1024

/** One request, no redirects. `probe-failed` when there is no answer in time. */
export async function httpRequest(url: string, options: HttpOptions): Promise<HttpAnswer> {
  const { timeoutMs, body, caFile, maxBytes = MAX_ANSWER_BYTES } = options
  const isTls = url.startsWith('https:')
  const ca = isTls && caFile !== undefined ? Buffer.from(readFileCapped(caFile, MAX_CA_BYTES)) : undefined
  // Not at the start of every program: Node loads its whole HTTP client with it, a quarter of that start.
  const { request } = await (isTls ? import('node:https') : import('node:http'))
  const headers = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length }
  const signal = AbortSignal.timeout(timeoutMs)
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown): void => {
      const why = signal.aborted ? `no answer within ${timeoutMs} ms` : errorCode(error)
      reject(fail('probe-failed', `${url}: ${why}.`, { remedy: 'Check that the service runs.', cause: error }))
    }
    const sent = request(
      url,
      // No pool: an answer must come from a process that runs now.
      {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        signal,
        agent: false,
        ...(ca === undefined ? {} : { ca }),
      },
      (answer) => {
        const chunks: Buffer[] = []
        let total = 0
        const done = (): void =>
          resolve({ status: answer.statusCode ?? 0, body: new Uint8Array(Buffer.concat(chunks).subarray(0, maxBytes)) })
        answer.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          total += chunk.length
          if (total > maxBytes) {
            done()
            answer.destroy()
          }
        })
        answer.on('end', done)
        answer.on('error', refuse)
      },
    )
    sent.on('error', refuse)
    sent.end(body)
  })
}
