import { certManager } from './cert-manager.ts'
import { cfssl } from './cfssl.ts'
import { type Consumer, consumerPath } from './consumer.ts'
import type { ConsumerFacts } from './facts.ts'
import { java } from './java.ts'
import { openbao } from './openbao.ts'
import { runbookText } from './runbook.ts'
import { spire } from './spire.ts'
import { stepCa } from './step-ca.ts'
import { haproxy, nginx } from './tls-servers.ts'
import { trustManager } from './trust-manager.ts'
import { debianTrust, p11Kit, rhelTrust } from './trust-stores.ts'
import { webRoot } from './web-root.ts'

/** Every kind of consumer for which a hand-off has a runbook. */
export const CONSUMERS: readonly Consumer[] = [
  certManager,
  cfssl,
  debianTrust,
  haproxy,
  java,
  nginx,
  openbao,
  p11Kit,
  rhelTrust,
  spire,
  stepCa,
  trustManager,
  webRoot,
]

export const RUNBOOK = 'RUNBOOK.md'

/** All files below `consumers/`, from the content of this hand-off. */
export function consumerFiles(
  facts: ConsumerFacts,
): readonly { readonly path: string; readonly mediaType: string; readonly text: string }[] {
  return CONSUMERS.flatMap(({ folder, runbook, files }) => [
    { path: consumerPath(folder, RUNBOOK), mediaType: 'text/markdown', text: runbookText(facts, runbook(facts)) },
    ...(files?.(facts) ?? []).map(({ name, mediaType, text }) => ({
      path: consumerPath(folder, name),
      mediaType,
      text,
    })),
  ])
}
