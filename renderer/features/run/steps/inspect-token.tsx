import type { ReactElement } from 'react'

import type { TokenReading } from '../../../../shared/room/token-reading.ts'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { FindingRows } from '../finding-rows.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'

const PIN_WORDS = {
  ok: 'all tries are left',
  'count-low': 'a wrong PIN was typed',
  'final-try': 'one try is left',
  locked: 'locked',
} as const

/** What a token says of itself, beside what it said the last time. */
export function InspectTokenStep({ run, step, body }: StepProps<'inspect-token'>): ReactElement {
  const { token, last, result } = body
  const name = token.name ?? token.label
  return (
    <PerformStep run={run} step={step} button={`Read ${name} and record it`}>
      {result === null ? (
        <Section
          title={last === null ? `${name} was never read` : `${name} as it was read the last time`}
          note={last === null ? undefined : `${last.at.slice(0, 16).replace('T', ' ')}Z`}
        >
          <KeyValue
            labels="wide"
            rows={[
              { label: 'Token', value: `${token.label}, serial ${token.serial}` },
              ...(last === null ? [] : readingRows(last.reading)),
            ]}
          />
        </Section>
      ) : (
        <>
          <Section
            title={`${name} says of itself`}
            note={result.loggedIn ? 'while it was open' : 'while it was closed'}
          >
            <KeyValue
              labels="wide"
              rows={[
                { label: 'Token', value: `${token.label}, serial ${token.serial}` },
                ...readingRows(result.reading),
                { label: 'User PIN', value: PIN_WORDS[result.userPin] },
                { label: 'Objects', value: result.objects.toLocaleString('en') },
              ]}
            />
          </Section>
          <Section
            title={result.changes.length === 0 ? 'As it was the last time' : 'Not as it was the last time'}
            note={result.lastRead === null ? 'it was never read' : `read on ${result.lastRead.slice(0, 10)}`}
          >
            <FindingRows
              label="Changes"
              quiet={false}
              findings={result.changes.map((words) => ({ words, severity: 'attention' as const }))}
            />
          </Section>
          <DigestBlock title="SHA-256 of all that was read" digest={result.inspection} />
        </>
      )}
    </PerformStep>
  )
}

function readingRows({ manufacturer, model, hardware, firmware, library }: TokenReading) {
  const told = (text: string | null): string => text ?? 'not told'
  return [
    { label: 'Manufacturer', value: manufacturer },
    { label: 'Model', value: model },
    { label: 'Hardware', value: told(hardware) },
    { label: 'Firmware', value: told(firmware) },
    { label: 'Module', value: told(library) },
  ]
}
