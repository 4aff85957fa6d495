import type { ReactElement } from 'react'

import type { InputView } from '../../../shared/ipc/contract/runs.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'

export interface InputFieldProps {
  readonly input: InputView
  readonly value: string
  readonly onChange: (value: string) => void
  /** What core says of this value. */
  readonly problem: string | undefined
}

/** One input of a plan, as its procedure describes it. */
export function InputField({ input, value, onChange, problem }: InputFieldProps): ReactElement {
  const error = problem === undefined ? undefined : `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`
  const help = input.help === '' ? undefined : input.help
  if (input.choices.length > 0) {
    return (
      <Select
        label={input.label}
        value={value === '' ? undefined : value}
        onChange={onChange}
        choices={input.choices.map((choice) => ({ id: choice.value, label: choice.label }))}
        help={help}
        error={error}
      />
    )
  }
  return (
    <TextField
      label={input.label}
      value={value}
      onChange={onChange}
      mono={input.kind === 'key-name'}
      placeholder={input.example === '' ? '' : `such as ${input.example}`}
      help={help}
      error={error}
      maxLength={200}
    />
  )
}
