import { sha256Hex, toBase64 } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { domainName } from '../../../../shared/handoff/names.ts'
import { slug } from '../../../../shared/ids.ts'
import type { ProposedChange } from '../../../../shared/procedure/outputs.ts'
import { admitFile, refusing } from '../../gate/gate.ts'
import { readReceiverCertificate } from '../../reports/receiver-certificate.ts'
import type { StepContext } from '../step-context.ts'
import { propose } from './changes.ts'

/** Whose receipts are to count. Throws plan-invalid, change-refused, and what the gate says of the certificate. */
export function registerReceiver(context: StepContext<'register-receiver'>): ProposedChange {
  const { input, step, services } = context
  if (input.kind !== 'file')
    throw fail('invalid-request', 'This step wants the file with the certificate of the receiver.')
  const name = slug.safeParse(context.value(step.name))
  const domain = domainName.safeParse(context.value(step.domain))
  if (!name.success || !domain.success) {
    throw fail('plan-invalid', 'The name of a receiver is lowercase words, and its domain a lowercase DNS name.', {
      remedy: 'Abort the run and name them otherwise in the plan.',
    })
  }
  const file = admitFile(input.path, ['certificate'])
  const der = refusing(file, () => readReceiverCertificate(file.bytes, services.facility.clock.now()))
  return propose(context, {
    change: 'register-receiver',
    name: name.data,
    domain: domain.data,
    certificate: toBase64(der),
    certificate_sha256: sha256Hex(der),
  })
}

export function removeReceiver(context: StepContext<'remove-receiver'>): ProposedChange {
  const { step } = context
  return propose(context, {
    change: 'remove-receiver',
    receiver: context.value(step.receiver),
    reason: context.value(step.reason),
  })
}
