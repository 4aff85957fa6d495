import { useReading } from './use-reading.ts'

export interface TokenHere {
  /** Of this list: label and serial. */
  readonly id: string
  readonly label: string
  readonly serial: string
  readonly model: string
}

/** Every token that a module of this facility shows now. */
export function useTokensHere(): readonly TokenHere[] {
  const { value } = useReading('hsms.list', {})
  return (value?.modules ?? []).flatMap(({ tokens }) =>
    tokens.map(({ label, serial, model }) => ({ id: `${label} ${serial}`, label, serial, model })),
  )
}
