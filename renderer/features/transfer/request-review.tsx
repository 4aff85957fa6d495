import type { ReactElement } from 'react'

import type { RequestView } from '../../../shared/ipc/contract/transfer.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { LinkButton } from '../../ui/button.tsx'
import { DigestBlock } from '../../ui/digest-block.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { ItemFacts } from '../../ui/item-facts.tsx'
import { digestTitle, ItemTable } from '../../ui/item-panel.tsx'
import { ItemTabs } from '../../ui/item-tabs.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { PracticeBand } from '../../ui/practice-frame.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { useLooks } from '../../ui/use-looks.ts'
import { AnswerBar } from './answer-bar.tsx'
import { Objections } from './objections.tsx'
import type { Answer } from './signed-answer.tsx'
import styles from './transfer.module.css'

export interface RequestReviewProps {
  readonly request: RequestView
  readonly onLeave: () => void
  readonly onSigned: (answer: Answer) => void
}

/** What an approver in the room sees, and where it comes from. The person and the secret stand below. */
export function RequestReview({ request, onLeave, onSigned }: RequestReviewProps): ReactElement {
  const { items, step } = request
  const inPractice = useFacility((store) => store.facility?.practice === true)
  const looks = useLooks(items.length, 0)
  const item = items[looks.shown] ?? items[0]
  if (item === undefined) throw new Error('a request has at least one item')
  return (
    <div className={styles['review']}>
      {request.facility.practice && !inPractice && (
        <div className={styles['band']}>
          <PracticeBand />
        </div>
      )}
      <ScrollArea label="The request" className={styles['body']}>
        <header>
          <div className={styles['title']}>
            <span className={styles['number']}>{step.number}</span>
            <h1>{step.title}</h1>
            <LinkButton onPress={onLeave}>Another request</LinkButton>
          </div>
          <p className={styles['from']}>
            <b>{request.facility.name}</b> asks, in {request.run}: {request.title}. The policy wants {request.quorum},
            and lets {request.elsewhere} of them be elsewhere.
          </p>
        </header>
        {inPractice && !request.facility.practice && (
          <p className={styles['counts']}>
            <StateGlyph tone="attention" size={18} />
            This request is from a production facility: your answer counts there, whatever is open here.
          </p>
        )}
        <Objections request={request} />
        {items.length > 1 && <ItemTabs items={items} shown={looks.shown} seen={looks.seen} onShow={looks.show} />}
        <ItemTable item={item} />
        <ItemFacts item={item} />
        <DigestBlock title={digestTitle(item)} digest={item.tbs} />
        <Origin request={request} />
      </ScrollArea>
      <AnswerBar request={request} missing={looks.missing} onSigned={onSigned} />
    </div>
  )
}

/** What the answer will name beside the bytes: to be compared with the room where there is any doubt. */
function Origin({ request }: { readonly request: RequestView }): ReactElement {
  const { facility, policy } = request
  return (
    <Disclosure title="Plan, policy and file" note="digests to compare with the room">
      <div className={styles['origin']}>
        <KeyValue
          labels="medium"
          wrap
          rows={[
            { label: 'Facility', value: `${facility.name}, ${facility.origin}` },
            { label: 'Policy', value: `${policy.title}, version ${policy.version}` },
            { label: 'Request written', value: request.createdAt },
            { label: 'File', value: request.path },
          ]}
        />
        <DigestBlock title="Plan SHA-256" digest={request.plan} />
        <DigestBlock title="Policy SHA-256" digest={policy.digest} />
        <DigestBlock title="Request file SHA-256" digest={request.file} />
      </div>
    </Disclosure>
  )
}
