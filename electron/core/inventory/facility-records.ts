import type { FacilityState } from '../../../shared/facility/state.ts'
import { crlEntries, scanCrl } from '../../../shared/inventory/scan-crl.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { fleetAuthorities } from '../procedure/fleet-authorities.ts'
import { authorityKeyOf } from './facility-authorities.ts'
import type { LogCrl, LogRecords } from './log-records.ts'

/** What the keys of this facility signed, as its log has it. */
export function facilityRecords(state: FacilityState, artifacts: ArtifactReader): LogRecords {
  const authorities = fleetAuthorities(state)
    .filter(({ isOwn }) => isOwn)
    .map((authority) => ({
      name: authority.name,
      key: authorityKeyOf(authority, artifacts),
      issued: new Set(
        state.certificates
          .filter(({ signingKey }) => signingKey === authority.name)
          .map(({ serial }) => serial.replace(/^(00)+(?=..)/, '')),
      ),
      crls: state.crls
        .filter(({ signingKey }) => signingKey === authority.name)
        .map(({ crl, number }) => crlOf(`CRL ${String(number)} of ${authority.name}`, crl, artifacts)),
    }))
  return { entries: state.size, authorities }
}

function crlOf(words: string, sha256: string, artifacts: ArtifactReader): LogCrl {
  const der = Buffer.from(artifacts.get(sha256))
  const entries = [...crlEntries(der, scanCrl(der))].map(({ at, serialStart, serialEnd }) => ({
    at,
    serial: der.toString('hex', serialStart, serialEnd),
  }))
  return { words, sha256, entries }
}
