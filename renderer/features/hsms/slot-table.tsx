import type { ReactElement } from 'react'

import type { SlotInfo } from '../../../shared/ipc/hsm-contract.ts'
import { State } from '../../ui/state.tsx'
import styles from './hsms.module.css'
import { pinTone, pinTrouble } from './statement.ts'

/** Slots in the order of the module. Their numbers are of no use to people: they change when the module starts again. */
export function SlotTable({ slots }: { readonly slots: readonly SlotInfo[] }): ReactElement {
  if (slots.length === 0) return <p className={styles['none']}>The module shows no slot: nothing is connected to it.</p>
  return (
    <table className={styles['table']} aria-label="Slots">
      <thead>
        <tr>
          <th scope="col">Slot</th>
          <th scope="col">Token</th>
          <th scope="col">Serial</th>
          <th scope="col">Model</th>
          <th scope="col">Firmware</th>
          <th scope="col">PIN</th>
        </tr>
      </thead>
      <tbody>
        {slots.map(({ slot, description, token, hardware }) => (
          <tr key={slot}>
            <th scope="row" title={`slot ${slot}, ${hardware ? 'hardware' : 'software'}`}>
              {description}
            </th>
            {token === null || !token.initialized ? (
              <td colSpan={5} className={styles['quiet']}>
                {token === null ? 'no token in it' : 'a token that was never initialised'}
              </td>
            ) : (
              <>
                <td>{token.label}</td>
                <td>
                  <code>{token.serial}</code>
                </td>
                <td>{token.model}</td>
                <td>{token.firmwareVersion}</td>
                <td>
                  <State tone={token.userPinSet ? pinTone(token.userPin) : 'attention'}>
                    {token.userPinSet ? (pinTrouble(token.userPin)?.word ?? 'set') : 'never set'}
                  </State>
                </td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
