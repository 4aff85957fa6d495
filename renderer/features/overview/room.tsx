import type { ReactElement } from 'react'

import type { Overview } from '../../../shared/ipc/contract/facility.ts'
import { ListRow, Rows } from '../../ui/list-row.tsx'
import { Section } from '../../ui/section.tsx'

/** What has to be so before anything is signed, each with what it rests on. */
export function Room({ room }: { readonly room: Overview['room'] }): ReactElement {
  return (
    <Section title="The room" note={`${room.ready} of ${room.total} ready`}>
      <Rows>
        {room.rows.map(({ name, text, value, tone }) => (
          <ListRow key={name} tone={tone} name={name} value={value} detail={text} />
        ))}
      </Rows>
    </Section>
  )
}
