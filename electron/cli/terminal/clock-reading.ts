import { instant } from '../../../shared/ids.ts'
import type { ClockReading } from '../../../shared/room/clock-check.ts'
import { toInstant } from '../../core/clock.ts'
import type { Facility } from '../../core/facility/facility.ts'
import type { Seat } from '../../core/headless/answers.ts'
import { chooseSeat } from './room-questions.ts'
import type { Terminal } from './terminal.ts'

/** One person reads one clock. The time of this computer is taken when the answer is there. */
export async function clockReading(
  terminal: Terminal,
  { clock, state }: Facility,
  here: readonly Seat[],
  which: 'First' | 'Second',
): Promise<ClockReading> {
  const reference = await terminal.ask(`${which} reference clock:`)
  const person = await chooseSeat(terminal, (id) => state.people.get(id)?.name ?? id, here, 'Who reads it')
  for (;;) {
    const answer = await terminal.ask(
      `What does it say, in UTC? This computer says ${toInstant(clock.now()).slice(0, 19)}Z. YYYY-MM-DDTHH:MM:SSZ:`,
    )
    const readAt = toInstant(clock.now())
    const says = answer.replace(/Z?$/, '.000Z')
    if (instant.safeParse(says).success && !Number.isNaN(Date.parse(says)))
      return {
        reference: reference === '' ? `${which.toLowerCase()} reference clock` : reference,
        person,
        says,
        readAt,
      }
  }
}
