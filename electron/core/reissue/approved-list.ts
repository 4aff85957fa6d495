import { fail } from '../../../shared/failure.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { type Reissue, type ReissueItem, type ReissueList, reissueList } from '../../../shared/reissue/document.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { digestOf } from '../digest.ts'

export interface ListedCertificate {
  readonly item: ReissueItem
  readonly tbs: Uint8Array
}

/** The list of a document. Throws artifact-missing, facility-damaged, log-inconsistent. */
export function readReissueList(artifacts: ArtifactReader, { list }: Reissue): ReissueList {
  const parsed = reissueList.safeParse(parseCanonical(artifacts.get(list)))
  if (parsed.success) return parsed.data
  throw fail('log-inconsistent', 'The list of what is to be signed is not one.')
}

/** Every certificate of a document with its to-be-signed bytes, each compared with its digest. Throws digest-mismatch. */
export function listedCertificates(artifacts: ArtifactReader, document: Reissue): ListedCertificate[] {
  const { items } = readReissueList(artifacts, document)
  const pack = artifacts.get(document.pack)
  let at = 0
  const listed = items.map((item) => {
    const tbs = pack.subarray(at, at + item.size)
    at += item.size
    if (tbs.length !== item.size || digestOf(tbs) !== item.tbs) throw otherBytes()
    return { item, tbs }
  })
  if (at !== pack.length || listed.length !== document.count) throw otherBytes()
  return listed
}

function otherBytes(): Error {
  return fail('digest-mismatch', 'The bytes that are to be signed are not those of the approved list.', {
    detail: { asked: 'no' },
  })
}
