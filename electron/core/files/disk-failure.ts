import { fail, type OperationError } from '../../../shared/failure.ts'

/** What stops a file from being written, as a state of the world. `what` begins a sentence: "The artifact". */
export function writeFailure(error: unknown, what: string): OperationError {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return fail('disk-full', `${what} was not written: the disk is full.`, {
        remedy: 'Free some space and do it again. Nothing half written was left.',
        cause: error,
      })
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return fail('disk-read-only', `${what} was not written: the disk or folder is read-only.`, {
        remedy: 'Make it writable, or choose another place.',
        cause: error,
      })
    case 'EEXIST':
      return fail('file-exists', `${what} was not written: the file exists already.`, {
        remedy: 'Choose another name. Conclave overwrites no file.',
        cause: error,
      })
    case 'ENOENT':
    case 'ENOTDIR':
      return fail('file-not-writable', `${what} was not written: the folder does not exist.`, {
        remedy: 'Make the folder first, or choose another one.',
        cause: error,
      })
    default:
      return fail('file-not-writable', `${what} was not written: the system refused (${errorCode(error)}).`, {
        remedy: 'Check the disk, or choose another place.',
        cause: error,
      })
  }
}

/** The errno name of a failed system call, or "unknown". */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}
