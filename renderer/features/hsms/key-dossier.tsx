import type { ReactElement } from 'react'

import type { KeyView } from '../../../shared/ipc/contract/views.ts'
import { DigestLine } from '../../ui/digest-line.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { groupHex } from '../../ui/digest.ts'
import { State } from '../../ui/state.tsx'
import styles from './hsms.module.css'
import { KEY_ALGORITHMS } from './key-algorithms.ts'

export interface KeyDossierProps {
  /** `name`: of the log, or the label on the token. */
  readonly dossier: Omit<KeyView, 'name'> & { readonly name: string }
  /** Where it came from. */
  readonly source: string
  readonly defaultExpanded?: boolean
}

/** A key: its public half to be recognised, and each attribute beside what the policy wants. */
export function KeyDossier({ dossier: key, source, defaultExpanded = false }: KeyDossierProps): ReactElement {
  const wanted = key.attributes.filter((attribute) => attribute.required !== null)
  const broken = wanted.filter((attribute) => !attribute.ok)
  return (
    <li className={styles['key']}>
      <div className={styles['keyHead']}>
        <b title={key.name}>{key.name}</b>
        <span>{KEY_ALGORITHMS[key.algorithm] ?? key.algorithm}</span>
        <span className={styles['digest']}>
          <DigestLine digest={key.spki} length="compare" width={120} />
        </span>
      </div>
      <Disclosure
        defaultExpanded={defaultExpanded || broken.length > 0}
        title={
          broken.length === 0 ? (
            <State tone="ok">As the policy wants, {wanted.length} attributes</State>
          ) : (
            <State tone="danger">
              {broken.length} of {wanted.length} attributes are not as the policy wants
            </State>
          )
        }
        note={source}
      >
        <p className={styles['ckaId']}>
          CKA_ID <code>{groupHex(key.id)}</code>
        </p>
        <table className={styles['attributes']} aria-label={`Attributes of ${key.name}`}>
          <thead>
            <tr>
              <th scope="col">Attribute</th>
              <th scope="col">Policy</th>
              <th scope="col">Token</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {key.attributes.map(({ name, required, actual, ok }) => (
              <tr key={name} {...(!ok && { className: styles['broken'] ?? '' })}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>{required ?? 'any'}</td>
                <td>{actual}</td>
                <td>
                  {required === null ? (
                    <State tone="off">not asked for</State>
                  ) : (
                    <State tone={ok ? 'ok' : 'danger'}>{ok ? 'as wanted' : 'differs'}</State>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </li>
  )
}
