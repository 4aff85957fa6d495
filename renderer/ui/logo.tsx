import type { ReactElement } from 'react'

/** A C that is a lock, and the key in it. */
export function Logo({ size }: { readonly size: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 30 30" role="img" aria-label="Conclave">
      <path d="M21.6 7.1A10.2 10.2 0 1 0 21.6 22.9" fill="none" stroke="currentColor" strokeWidth="3" />
      <path d="M12.5 13.4H29v5.1h-2.6v-2.3h-2.6v3.4h-2.6v-3.4h-8.7z" fill="currentColor" />
    </svg>
  )
}
