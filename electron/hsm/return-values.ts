import type { FailureCode } from '../../shared/failure.ts'
import { CKR } from './cryptoki.ts'

export interface Meaning {
  readonly code: FailureCode
  readonly message: string
  readonly remedy: string
}

export const GONE: Meaning = {
  code: 'token-gone',
  message: 'The token does not answer any more: it was removed, restarted, or its session was lost.',
  remedy: 'Check the token and its cable, then open it again with its PIN.',
}
const SERVICE = 'Note the PKCS#11 code and look it up in the vendor’s manual.'
const UNSUPPORTED: Meaning = {
  code: 'algorithm-unsupported',
  message: 'The token does not support this algorithm or key size.',
  remedy: 'Choose another algorithm in the plan, or another token.',
}
const ATTRIBUTES: Meaning = {
  code: 'key-attributes-refused',
  message: 'The token refused the attributes that a CA key must have.',
  remedy: 'Check the policy of the token (partition). The same attributes cannot be given up here.',
}

const DAMAGED: Meaning = {
  code: 'backup-invalid',
  message: 'The backup cannot be opened: it is damaged, or it was sealed for another token.',
  remedy: 'Check that this is the token that the backup was made for, and take another copy of the backup.',
}
const NOT_WRAPPABLE: Meaning = {
  code: 'key-not-extractable',
  message: 'The token does not let this key out, not even wrapped.',
  remedy: 'A key can only be backed up when it was generated for that. This one stays where it is.',
}

export function refused(message: string, remedy: string = SERVICE): Meaning {
  return { code: 'hsm-refused', message, remedy }
}

/** What a token means with a CK_RV. Any other number is `hsm-refused` with the number in the detail. */
export const MEANINGS = new Map<number, Meaning>([
  [CKR.DEVICE_ERROR, GONE],
  [CKR.DEVICE_REMOVED, GONE],
  [CKR.TOKEN_NOT_PRESENT, GONE],
  [CKR.TOKEN_NOT_RECOGNIZED, GONE],
  [CKR.SLOT_ID_INVALID, GONE],
  [CKR.SESSION_HANDLE_INVALID, GONE],
  [CKR.SESSION_CLOSED, GONE],
  [CKR.GENERAL_ERROR, GONE],
  [CKR.CRYPTOKI_NOT_INITIALIZED, GONE],
  // Handles are used right after they were found, so an invalid one means that the token changed underneath.
  [CKR.KEY_HANDLE_INVALID, GONE],
  [CKR.OBJECT_HANDLE_INVALID, GONE],
  [
    CKR.USER_NOT_LOGGED_IN,
    {
      code: 'token-not-open',
      message: 'The token says that nobody is logged in.',
      remedy: 'Open the token again with its PIN.',
    },
  ],
  [
    CKR.PIN_INCORRECT,
    {
      code: 'pin-incorrect',
      message: 'The PIN is not correct.',
      remedy: 'Ask the holder to enter it again. Do not guess.',
    },
  ],
  [
    CKR.PIN_INVALID,
    {
      code: 'pin-incorrect',
      message: 'The PIN has characters that the token does not accept.',
      remedy: 'Ask the holder to enter it again.',
    },
  ],
  [
    CKR.PIN_LOCKED,
    {
      code: 'pin-locked',
      message: 'The token has locked its user PIN.',
      remedy: 'The security officer of the token must unlock it with the SO PIN. Record an exception.',
    },
  ],
  [
    CKR.PIN_LEN_RANGE,
    {
      code: 'pin-length',
      message: 'The PIN is shorter or longer than the token accepts.',
      remedy: 'Ask the holder to enter it again.',
    },
  ],
  [CKR.PIN_EXPIRED, refused('The PIN has expired.', 'Change the PIN with the tool of the vendor.')],
  [
    CKR.USER_PIN_NOT_INITIALIZED,
    refused('The token has no user PIN yet.', 'Set the user PIN with the tool of the vendor.'),
  ],
  [
    CKR.USER_ANOTHER_ALREADY_LOGGED_IN,
    refused('Another user is logged in to the token.', 'Log that user out, then open the token again.'),
  ],
  [CKR.MECHANISM_INVALID, UNSUPPORTED],
  [CKR.MECHANISM_PARAM_INVALID, UNSUPPORTED],
  [CKR.KEY_SIZE_RANGE, UNSUPPORTED],
  [CKR.DOMAIN_PARAMS_INVALID, UNSUPPORTED],
  [CKR.CURVE_NOT_SUPPORTED, UNSUPPORTED],
  [CKR.FUNCTION_NOT_SUPPORTED, UNSUPPORTED],
  [CKR.ATTRIBUTE_READ_ONLY, ATTRIBUTES],
  [CKR.ATTRIBUTE_TYPE_INVALID, ATTRIBUTES],
  [CKR.ATTRIBUTE_VALUE_INVALID, ATTRIBUTES],
  [CKR.TEMPLATE_INCOMPLETE, ATTRIBUTES],
  [CKR.TEMPLATE_INCONSISTENT, ATTRIBUTES],
  [CKR.KEY_NOT_WRAPPABLE, NOT_WRAPPABLE],
  [CKR.KEY_UNEXTRACTABLE, NOT_WRAPPABLE],
  [CKR.ENCRYPTED_DATA_INVALID, DAMAGED],
  [CKR.ENCRYPTED_DATA_LEN_RANGE, DAMAGED],
  [CKR.WRAPPED_KEY_INVALID, DAMAGED],
  [CKR.WRAPPED_KEY_LEN_RANGE, DAMAGED],
  [CKR.WRAPPING_KEY_HANDLE_INVALID, GONE],
  [CKR.UNWRAPPING_KEY_HANDLE_INVALID, GONE],
  [CKR.WRAPPING_KEY_SIZE_RANGE, UNSUPPORTED],
  [CKR.WRAPPING_KEY_TYPE_INCONSISTENT, UNSUPPORTED],
  [CKR.UNWRAPPING_KEY_SIZE_RANGE, UNSUPPORTED],
  [CKR.UNWRAPPING_KEY_TYPE_INCONSISTENT, UNSUPPORTED],
  [CKR.DEVICE_MEMORY, refused('The token is full.', 'Remove objects that are not needed, or use another token.')],
  [CKR.HOST_MEMORY, refused('The library of the token ran out of memory, or the token is full.')],
  [
    CKR.TOKEN_WRITE_PROTECTED,
    refused('The token is write-protected.', 'Remove the write protection, or use another token.'),
  ],
  [CKR.SESSION_COUNT, refused('The token has no free session.', 'Close other programs that use the token.')],
  [
    CKR.KEY_FUNCTION_NOT_PERMITTED,
    refused('The token does not allow this use of the key.', 'Look at the attributes of the key.'),
  ],
  [
    CKR.KEY_TYPE_INCONSISTENT,
    refused('The key is of another type than the algorithm needs.', 'Check the plan against the key.'),
  ],
  [CKR.RANDOM_NO_RNG, refused('The token has no random number generator.', 'Use another token.')],
  [
    CKR.FUNCTION_CANCELED,
    refused('The operation was cancelled at the token.', 'Start the step again if that was not meant.'),
  ],
  [
    CKR.FUNCTION_REJECTED,
    refused('The operation was rejected by a person at the token.', 'Start the step again if that was not meant.'),
  ],
  [CKR.ACTION_PROHIBITED, refused('The policy of the token prohibits this.')],
  [
    CKR.CANT_LOCK,
    { code: 'module-failed', message: 'The PKCS#11 module cannot be used from several threads.', remedy: SERVICE },
  ],
  [
    CKR.NEED_TO_CREATE_THREADS,
    { code: 'module-failed', message: 'The PKCS#11 module needs threads that it was not given.', remedy: SERVICE },
  ],
])

/** C_Sign or C_GenerateKeyPair with one of these did nothing, by the definitions of PKCS#11 v3.1 §5.1. */
export const DID_NOTHING = new Set<number>([
  CKR.ARGUMENTS_BAD,
  CKR.ATTRIBUTE_READ_ONLY,
  CKR.ATTRIBUTE_TYPE_INVALID,
  CKR.ATTRIBUTE_VALUE_INVALID,
  CKR.ACTION_PROHIBITED,
  CKR.DATA_INVALID,
  CKR.DATA_LEN_RANGE,
  CKR.DEVICE_MEMORY,
  CKR.HOST_MEMORY,
  CKR.FUNCTION_NOT_SUPPORTED,
  CKR.FUNCTION_REJECTED,
  CKR.KEY_HANDLE_INVALID,
  CKR.KEY_SIZE_RANGE,
  CKR.KEY_TYPE_INCONSISTENT,
  CKR.KEY_FUNCTION_NOT_PERMITTED,
  CKR.MECHANISM_INVALID,
  CKR.MECHANISM_PARAM_INVALID,
  CKR.OBJECT_HANDLE_INVALID,
  CKR.OPERATION_ACTIVE,
  CKR.OPERATION_NOT_INITIALIZED,
  CKR.PIN_EXPIRED,
  CKR.SESSION_HANDLE_INVALID,
  CKR.SESSION_READ_ONLY,
  CKR.TEMPLATE_INCOMPLETE,
  CKR.TEMPLATE_INCONSISTENT,
  CKR.TOKEN_NOT_PRESENT,
  CKR.TOKEN_WRITE_PROTECTED,
  CKR.USER_NOT_LOGGED_IN,
  CKR.DOMAIN_PARAMS_INVALID,
  CKR.CURVE_NOT_SUPPORTED,
  CKR.BUFFER_TOO_SMALL,
  CKR.CRYPTOKI_NOT_INITIALIZED,
])

/** An operation that was begun and not ended keeps the session busy for ever. */
export const LEAVES_OPERATION_ACTIVE = new Set<number>([CKR.OPERATION_ACTIVE, CKR.BUFFER_TOO_SMALL])
