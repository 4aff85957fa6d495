import { metricsText } from '../../../online/report/metrics.ts'
import { makeStatus } from '../../../online/report/status.ts'
import { replaceFile } from '../../core/files/replace-file.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { CONFIG, STATE, surroundingsOf } from '../receiver/places.ts'

export const handoffMetrics: Command = {
  name: 'handoff metrics',
  takes: '',
  summary: 'The receiver: what is to be watched, in the text format of Prometheus.',
  details: [
    'The last sequence, seconds until it expires and until a newer one is due, seconds until every CRL and CA certificate runs out, failures, circuit breakers, handshakes. It looks at every target now. With --out the file is replaced as a whole, for the textfile collector of node_exporter.',
  ],
  options: { ...STATE, ...CONFIG, out: { type: 'string', value: 'FILE', help: 'Write it there instead.' } },
  positionals: { min: 0, max: 0 },
  run: metrics,
}

async function metrics(call: Call): Promise<Outcome> {
  const around = surroundingsOf(call, handoffMetrics)
  const text = metricsText(around.store.memory, await makeStatus(around), around.clock.now())
  const out = call.option('out')
  if (out === undefined) return { json: { metrics: text }, text: text.trimEnd() }
  replaceFile(out, Buffer.from(text))
  return { json: { file: out }, text: out }
}
