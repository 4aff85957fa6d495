import type { ReactElement } from 'react'

import type { ModuleView } from '../../../shared/ipc/contract/hsms.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { FactColumns, KeyValue } from '../../ui/key-value.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import styles from './hsms.module.css'
import { SlotTable } from './slot-table.tsx'
import { fileName, moduleTone, moduleWord } from './words.ts'

export interface ModuleDetailProps {
  readonly module: ModuleView
  /** Loaded only to be looked at. */
  readonly inspected?: boolean
}

/** One PKCS#11 library: what it says of itself, and what is in its slots. */
export function ModuleDetail({ module, inspected = false }: ModuleDetailProps): ReactElement {
  const { info, failure, slots } = module
  const title = inspected ? `${fileName(module.path)} is a PKCS#11 module` : moduleTitle(module)
  return (
    <>
      <h2 className={styles['title']}>{title}</h2>
      {failure !== null && <FailureNote failure={failure} />}
      <Section title="Module" note={module.practice ? 'practice HSM: keys are files on the disc' : 'PKCS#11 library'}>
        {info !== null && (
          <FactColumns
            rows={[
              { label: 'Manufacturer', value: info.manufacturer },
              { label: 'Library version', value: info.libraryVersion },
              { label: 'PKCS#11 version', value: info.cryptokiVersion },
              {
                label: 'State',
                value: inspected ? (
                  <State tone="off">Let go again</State>
                ) : (
                  <State tone={moduleTone(module)}>{moduleWord(module)}</State>
                ),
              },
            ]}
          />
        )}
        <KeyValue
          labels="wide"
          wrap
          rows={[
            { label: 'File', value: <code>{module.path}</code> },
            ...(info === null ? [] : [{ label: 'Description', value: info.description }]),
            { label: 'Process', value: 'of its own: a module that crashes takes nothing else with it' },
          ]}
        />
      </Section>
      {failure === null && (
        <Section title="Slots" note={slots.length === 1 ? '1 slot' : `${slots.length} slots`}>
          <SlotTable slots={slots} />
        </Section>
      )}
    </>
  )
}

function moduleTitle(module: ModuleView): string {
  const name = fileName(module.path)
  if (module.failure !== null) return `${name} does not answer`
  return module.state === 'ready' ? `${name} answers` : `${name} is not loaded`
}
