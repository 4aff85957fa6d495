import { instant } from '../../../shared/ids.ts'
import type { ClockReading } from '../../../shared/room/clock-check.ts'
import { toInstant } from '../../core/clock.ts'
import type { Facility } from '../../core/facility/facility.ts'
import type { Seat } from '../../core/headless/answers.ts'
import type { Terminal } from './terminal.ts'

/** One person reads one clock. The time of this computer is taken when the answer is there. */
export async function clockReading(
  terminal: Terminal,
  { clock, state }: Facility,
  here: readonly Seat[],
  which: 'First' | 'Second',
): Promise<ClockReading> {
  const reference = await terminal.ask(`${which} reference clock:`)
  const names = here.map(({ person }, index) => `${String(index + 1)}. ${state.people.get(person)?.name ?? person}`)
  const person = await reader(terminal, here, names.join(', '))
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

async function reader(terminal: Terminal, here: readonly Seat[], names: string): Promise<string> {
  for (;;) {
    const answer = await terminal.ask(`Who reads it (${names})?`)
    const seat = here[Number(answer) - 1] ?? here.find(({ person }) => person === answer)
    if (seat !== undefined) return seat.person
  }
}
