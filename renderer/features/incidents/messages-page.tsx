import type { ReactElement } from 'react'

import type { IncidentView } from '../../../shared/ipc/contract/incidents.ts'
import { instantText } from '../../ui/clock-face.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './incident-pages.module.css'

type Message = IncidentView['messages'][number]

/** Who was told and who has to be, and whom to call how. */
export function MessagesPage({ incident }: { readonly incident: IncidentView }): ReactElement {
  const now = useNow()
  const { messages, severity } = incident
  const sent = messages.filter(({ sentAt }) => sentAt !== null).length
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">Messages</h1>
      <Section title="Messages" note={messages.length === 0 ? 'none' : `${sent} of ${messages.length} sent`}>
        {messages.length === 0 ? (
          <div className={styles['empty']}>
            <EmptyState title="This playbook tells nobody outside">
              Its people are called as the severity says.
            </EmptyState>
          </div>
        ) : (
          <table className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">Step</th>
                <th scope="col">Audience</th>
                <th scope="col">How</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {messages.map((message) => (
                <tr key={message.step}>
                  <td>{message.number}</td>
                  <th scope="row">{message.audience}</th>
                  <td>{message.channel}</td>
                  <td>
                    <MessageState message={message} now={now} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
      <Section title="Who is called" note="by severity">
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Severity</th>
              <th scope="col">When</th>
              <th scope="col">Within</th>
              <th scope="col">Call</th>
            </tr>
          </thead>
          <tbody>
            {severity.map(({ level, title, criterion, calls, within }) => (
              <tr key={level}>
                <th scope="row">{title}</th>
                <td>{criterion}</td>
                <td className="nowrap">{within.words}</td>
                <td>
                  {calls.map(({ id, name, answers, reach }) => (
                    <p key={id}>
                      <b>{name}</b> {reach}
                      <br />
                      <span className="muted">{answers}</span>
                    </p>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </div>
  )
}

function MessageState({ message, now }: { readonly message: Message; readonly now: number }): ReactElement {
  const { sentAt, dueAt, edited } = message
  if (sentAt !== null) {
    const late = dueAt !== null && sentAt > dueAt
    return (
      <State tone={late ? 'danger' : 'ok'}>
        Sent {instantText(sentAt, now)}
        {late && ', late'}
        {edited && ', changed by people'}
      </State>
    )
  }
  if (dueAt === null) return <State tone="next">Not sent yet</State>
  const late = Date.parse(dueAt) < now
  return (
    <State tone={late ? 'attention' : 'waiting'}>
      {late ? 'Was due' : 'Due'} {instantText(dueAt, now)}
    </State>
  )
}
