import { call, type Request } from '../../bridge/client.ts'
import type { AwareTime } from './aware-time.ts'
import type { Purpose } from './purpose.ts'

export interface Beginning {
  readonly awareAt: AwareTime
  /** The open incident that asks for this ceremony. */
  readonly incident: string | undefined
}

/** Opens the run and answers with its id. Rejects with OperationError. */
export async function begin(
  begun: Request<'run.start'>,
  purpose: Purpose,
  { awareAt, incident }: Beginning,
): Promise<string> {
  if (purpose === 'ceremony') {
    const { run } = await call('run.start', { ...begun, ...(incident !== undefined && { incident }) })
    return run.run
  }
  if ('problem' in awareAt) throw new Error(awareAt.problem)
  const { run } = await call('incident.start', { ...begun, drill: purpose === 'drill', awareAt: awareAt.instant })
  return run
}
