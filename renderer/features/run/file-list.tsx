import type { ReactElement } from 'react'

import type { FileView } from '../../../shared/ipc/contract/views.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { groupHex } from '../../ui/digest.ts'
import { Section } from '../../ui/section.tsx'
import styles from './file-list.module.css'

/** Files with their digests, to be recognised again. */
export function FileList({ files }: { readonly files: readonly FileView[] }): ReactElement {
  return (
    <Section title="Files" note={`${files.length}`}>
      <table className={styles['files']}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Size</th>
            <th scope="col">SHA-256</th>
            <th scope="col">Bitting</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.name}>
              <th scope="row">{file.name}</th>
              <td>{file.size.toLocaleString('en')} bytes</td>
              <td>
                <code title={file.sha256}>{groupHex(file.sha256, 16)} …</code>
              </td>
              <td>
                <Bitting digest={file.sha256} width={100} height={12} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
