import { realpath, stat } from 'node:fs/promises'
import { fail } from '../../../shared/failure.ts'

/** A folder without links in its path. Throws file-not-found, file-unreadable (not a folder). */
export async function realFolder(path: string): Promise<string> {
  try {
    const root = await realpath(path)
    if ((await stat(root)).isDirectory()) return root
  } catch (cause) {
    throw fail('file-not-found', `There is nothing at "${path}".`, { remedy: 'Attach and mount the medium.', cause })
  }
  throw fail('file-unreadable', `"${path}" is not a folder.`, {
    remedy: 'Choose the folder where the medium is mounted.',
  })
}
