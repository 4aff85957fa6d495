import type { ReceiptView } from '../../../shared/ipc/contract/reports.ts'
import type { SentHandoffView } from '../../../shared/ipc/contract/transfers.ts'

export const ACTION_WORDS: Readonly<Record<SentHandoffView['actions'][number]['kind'], string>> = {
  add_anchor: 'a new trust anchor',
  remove_anchor: 'a trust anchor is taken out',
  distrust: 'a key is distrusted',
  install_issuer: 'an issuing CA to install',
  set_default_issuer: 'the issuing CA to use',
  publish_crl: 'a CRL to publish',
  revoke: 'a CA certificate is revoked',
  disable_issuer: 'an issuing CA stops',
  taint_issuer: 'what an issuing CA issued is replaced',
}

export const RESULT_WORDS: Readonly<Record<ReceiptView['result'], string>> = {
  applied: 'applied',
  'rolled-back': 'applied and taken back',
  stopped: 'stopped on the way',
  refused: 'refused',
}
