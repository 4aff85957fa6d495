import type { ReactElement } from 'react'

import styles from './qr-code.module.css'

export interface QrCodeProps {
  /** Modules on a side, and the dark ones as an SVG path: the contract's `qrView` fits. */
  readonly code: { readonly size: number; readonly path: string }
  /** What it holds, for who does not see it. */
  readonly label: string
}

/** A QR code, dark on white in every theme: cameras expect it so. */
export function QrCode({ code, label }: QrCodeProps): ReactElement {
  return (
    <svg className={styles['code']} viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={label}>
      <rect width={code.size} height={code.size} className={styles['light']} />
      <path d={code.path} className={styles['dark']} />
    </svg>
  )
}
