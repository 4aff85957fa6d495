import type { ReactElement } from 'react'

import type { ReceiptView } from '../../../shared/ipc/contract/reports.ts'
import type { DomainView, SentHandoffView } from '../../../shared/ipc/contract/transfers.ts'
import { navigate } from '../../route.ts'
import { LinkButton } from '../../ui/button.tsx'
import { DigestBlock } from '../../ui/digest-block.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { ListRow, Rows } from '../../ui/list-row.tsx'
import { Section } from '../../ui/section.tsx'
import { ACTION_WORDS, RESULT_WORDS } from './handoff-words.ts'
import styles from './transfers-page.module.css'
import { minuteOf } from './transfers-words.ts'

export interface HandoffDetailProps {
  readonly domain: DomainView
  readonly handoff: SentHandoffView
}

/** One hand-off: what it tells the fleet, who signed it, where it went, and what came back. */
export function HandoffDetail({ domain, handoff }: HandoffDetailProps): ReactElement {
  const { actions, receipts, missing, manifest } = handoff
  return (
    <Section
      title={`${domain.domain} no. ${handoff.sequence}`}
      note={`epoch ${handoff.epoch}`}
      link={
        <LinkButton onPress={() => navigate('ceremonies', 'run', handoff.run)}>The ceremony that signed it</LinkButton>
      }
      aria-label={`${domain.domain} no. ${handoff.sequence}`}
    >
      <KeyValue
        labels="wide"
        wrap
        rows={[
          {
            label: 'Tells the fleet',
            value:
              actions.length === 0
                ? 'nothing new: it says that the facility is there'
                : actions
                    .map(({ kind, count }) => `${ACTION_WORDS[kind]}${count === 1 ? '' : ` (${count})`}`)
                    .join(', '),
          },
          { label: 'Signed', value: `${minuteOf(handoff.signedAt)} by ${handoff.signers.join(' and ')}` },
          {
            label: 'Names the one before',
            value: chainWords(handoff),
          },
          { label: 'Went to', value: handoff.exportedTo ?? 'not exported yet' },
          { label: 'Holds until', value: minuteOf(handoff.expiresAt) },
        ]}
      />
      <Rows>
        {receipts.map((receipt) => (
          <ListRow
            key={receipt.entry}
            tone={receipt.result === 'applied' ? 'ok' : 'danger'}
            name={receipt.receiver}
            fact={factOf(receipt)}
            value={`entry ${receipt.entry.toLocaleString('en')}`}
          />
        ))}
        {missing.map((name) => (
          <ListRow key={name} tone="waiting" name={name} fact="has not answered" value="" />
        ))}
      </Rows>
      <div className={styles['manifest']}>
        <DigestBlock title="SHA-256 of its manifest" digest={manifest} />
      </div>
    </Section>
  )
}

function chainWords({ sequence, chained }: SentHandoffView): string {
  if (!chained) return 'no: its hash is not that of the one before'
  return sequence === 1 ? 'it is the first one' : 'yes, by its hash'
}

function factOf({ result, reason, stages, issuedAt }: ReceiptView): string {
  const where = stages.filter((stage) => stage.result === 'applied').map(({ region }) => region)
  const said = `${RESULT_WORDS[result]}, ${minuteOf(issuedAt)}`
  if (reason !== null) return `${said}: ${reason}`
  return where.length === 0 ? said : `${said}, in ${where.join(', ')}`
}
