import type { StepKind } from '../../../shared/procedure/outputs.ts'

/** What pressing the button of a step writes and does, and what it does not do. Beside every primary button. */
export const STEP_WORDS: Readonly<Record<StepKind, { readonly writes: string; readonly doesNot: string }>> = {
  assemble: { writes: 'Writes who is in the room, each in one role.', doesNot: 'It signs nothing.' },
  confirm: { writes: 'Writes that this was read aloud and is so.', doesNot: 'It signs nothing.' },
  'check-clock': {
    writes: 'Compares both references with this computer and writes all times and differences.',
    doesNot: 'It does not set the clock.',
  },
  'check-air-gap': {
    writes: 'Reads network, radios, media and open ports of this computer, and writes all of it.',
    doesNot: 'It asks nobody and switches nothing.',
  },
  'inspect-media': {
    writes: 'Reads every file of the medium once and writes what is on it.',
    doesNot: 'It opens, follows and starts nothing, and writes nothing to the medium.',
  },
  'inspect-token': {
    writes: 'Reads all that the token says of itself and compares it with the last time.',
    doesNot: 'It wants no PIN and uses no key.',
  },
  'record-bag': {
    writes: 'Writes which bags were opened and sealed, and compares them with the record.',
    doesNot: 'What does not fit is kept; people decide about it.',
  },
  'read-back': {
    writes: 'Writes what was read back, by whom, and who heard it.',
    doesNot: 'It signs nothing.',
  },
  'hand-over': {
    writes: 'Writes who took the role over from whom.',
    doesNot: 'What was approved before stays approved by those who approved it.',
  },
  'open-token': { writes: 'Logs in to the HSM and writes which token was opened.', doesNot: 'The PIN is not stored.' },
  'close-token': { writes: 'Logs out of the HSM.', doesNot: 'The keys stay in it.' },
  'generate-key': {
    writes: 'Writes the intent, makes the key pair in the HSM, writes the public key.',
    doesNot: 'The private key never leaves the HSM.',
  },
  'inspect-key': {
    writes: 'Reads the attributes from the HSM again and writes them.',
    doesNot: 'It does not use the private key.',
  },
  'generate-transport-key': {
    writes: 'Writes the intent, makes the key pair in the HSM, writes its public key.',
    doesNot: 'It signs nothing; it only opens backups, on this token.',
  },
  'prepare-backup': {
    writes: 'Writes which key would be sealed for which token.',
    doesNot: 'Nothing is wrapped before it is approved.',
  },
  'prepare-restore': {
    writes: 'Reads the backup, compares it with the log, and writes where it would be restored.',
    doesNot: 'Nothing is restored before it is approved.',
  },
  'prepare-destruction': {
    writes: 'Writes which key would be destroyed, on which token, and why.',
    doesNot: 'Nothing is destroyed before it is approved.',
  },
  'back-up-key': {
    writes: 'Writes the intent, wraps the key in the HSM, writes what came out.',
    doesNot: 'Only the token that was approved can open it.',
  },
  'export-backup': {
    writes: 'Writes the backup to the medium and reads it back.',
    doesNot: 'It overwrites nothing. Without its token the file is worth nothing.',
  },
  'restore-key': {
    writes: 'Writes the intent, opens the backup in the HSM, reads the key back and tests it.',
    doesNot: 'The test signs a fixed text, no certificate.',
  },
  'destroy-key': {
    writes: 'Writes the intent, destroys both halves in the HSM, and looks whether they are gone.',
    doesNot: 'Copies on other tokens stay. Nothing brings this copy back.',
  },
  'import-request': {
    writes: 'Checks the file and keeps it exactly as it came.',
    doesNot: 'What the request asks for is ignored; only its key counts.',
  },
  'preview-certificate': {
    writes: 'Builds the exact bytes to be signed and checks them against all rules.',
    doesNot: 'It signs nothing; people approve the bytes first.',
  },
  revoke: {
    writes: 'Writes which certificates would be revoked, since when and why, and checks each of them.',
    doesNot: 'Nothing is revoked before it is approved and a CRL that says so is signed.',
  },
  'preview-crl': {
    writes: 'Builds the exact bytes from the last CRL and what is to be revoked, and checks them against both.',
    doesNot: 'It signs nothing; people approve the bytes first.',
  },
  approve: {
    writes: "Writes one person's signed approval of exactly these bytes.",
    doesNot: 'It does not use the CA key.',
  },
  'issue-certificate': {
    writes:
      'Writes the intent, signs the approved bytes in the HSM, verifies them with OpenSSL, writes the certificate.',
    doesNot: 'No other bytes can be signed with these approvals.',
  },
  'prepare-reissue': {
    writes: 'Checks every request, and writes the bytes of a certificate for each that is good.',
    doesNot: 'What is wrong with a request is shown beside it. Nothing is signed before all of it is approved.',
  },
  'reissue-many': {
    writes: 'Writes what is asked of the HSM, signs the list in parts, writes every part as it comes back.',
    doesNot: 'What the log has already is not signed again.',
  },
  'issue-crl': {
    writes: 'Writes the intent, signs the approved bytes in the HSM, verifies them with OpenSSL, writes the CRL.',
    doesNot: 'No other bytes can be signed with these approvals.',
  },
  'verify-hierarchy': {
    writes: 'Verifies every certificate and CRL of this run with OpenSSL and writes the result.',
    doesNot: 'It changes nothing.',
  },
  freeze: {
    writes: 'Writes what the fleet would be told about this authority, and why.',
    doesNot: 'The fleet hears of it with the next hand-off, and only if it was approved.',
  },
  distrust: {
    writes: 'Writes that nobody is to trust this authority any more, since when, and why.',
    doesNot: 'Nothing is distrusted before it is approved and the hand-off is applied. It cannot be taken back.',
  },
  'build-handoff': {
    writes: 'Puts the files together and builds the bytes that each signer signs.',
    doesNot: 'It signs nothing and writes to no medium.',
  },
  'sign-handoff': {
    writes: 'Signs the approved bytes with each hand-off key in the HSM.',
    doesNot: 'The root key is not used.',
  },
  export: {
    writes: 'Writes a folder and a tar file, reads them back and checks them.',
    doesNot: 'It overwrites nothing.',
  },
  'await-receipt': {
    writes:
      'Reads the receipt through the gate, verifies who signed it and for which hand-off, and writes what it says.',
    doesNot: 'What is refused is kept in quarantine and counts for nothing.',
  },
  'import-status': {
    writes:
      'Reads the report through the gate, compares it with everything that was signed here, and writes the differences.',
    doesNot: 'It changes nothing in the fleet.',
  },
  'register-receiver': {
    writes: 'Reads the certificate through the gate and writes whose receipts would count.',
    doesNot: 'No receipt of it counts before it is approved.',
  },
  'remove-receiver': {
    writes: 'Writes whose receipts would count no more, and why.',
    doesNot: 'What it said before stays in the log.',
  },
  'enrol-person': {
    writes: 'Makes the credential of the new person and writes who they would be.',
    doesNot: 'They are nobody here before it is approved.',
  },
  'remove-person': {
    writes: 'Writes who would be removed, and why.',
    doesNot: 'Nothing changes before it is approved.',
  },
  'set-roles': {
    writes: 'Writes the roles that the person would have.',
    doesNot: 'Nothing changes before it is approved.',
  },
  'move-credential': {
    writes: 'Makes the new credential and writes which ones it would replace.',
    doesNot: 'The old ones still sign until it is approved.',
  },
  'register-token': {
    writes: 'Writes the name that plans would call this token by.',
    doesNot: 'It does not log in to the token.',
  },
  'import-policy': {
    writes: 'Reads the policy file and writes it beside the one in force.',
    doesNot: 'The policy in force stays in force until the new one is approved.',
  },
  'apply-change': {
    writes: 'Judges the approvals once more and makes the change.',
    doesNot: 'The history stays: nothing is taken out of the log.',
  },
  'prepare-custody': {
    writes: 'Writes who would hold the PIN together, and how many of them open the HSM.',
    doesNot: 'The PIN stays as it is until this is approved and every custodian has a share.',
  },
  'split-pin': {
    writes: 'Writes the intent, gives the HSM the new PIN, logs in with it once.',
    doesNot: 'Nobody sees the new PIN, and it is stored nowhere.',
  },
  decide: {
    writes: "Writes one person's signed decision, with the reason.",
    doesNot: 'Steps of the branches that are not taken are passed over, and stay in the record.',
  },
  notify: {
    writes: 'Writes the text as it was sent, to whom, when and by whom.',
    doesNot: 'Conclave sends nothing: it has no network.',
  },
  'run-ceremony': {
    writes: 'Writes which ceremony was signed off for this incident.',
    doesNot: 'It signs nothing: what a key does is done in the ceremony, by its own quorum.',
  },
  review: {
    writes: 'Writes what people learnt, and what they promise.',
    doesNot: 'What is promised comes back on the screen until somebody closes it.',
  },
  classify: {
    writes: 'Writes the answers and the class, signed by whoever decides.',
    doesNot: 'It takes no class that the answers rule out.',
  },
  'import-inventory': {
    writes: 'Copies the files into the facility, reads every certificate, and writes what was set aside and why.',
    doesNot: 'What it says is believed of nobody: no signature is verified. In a drill it makes a fleet up.',
  },
  'compute-impact': {
    writes: 'Counts what hangs on the key, and writes regions, services, owners and how long reissue takes.',
    doesNot: 'It revokes nothing and tells nobody.',
  },
  'reconcile-inventory': {
    writes: 'Compares what everybody says, and writes each serial number that nobody can explain, with its place.',
    doesNot: 'It decides nothing: people look at what was found.',
  },
  'collect-evidence': {
    writes:
      'Reads what is lost first before the rest, hashes it while it is read, and writes the custody of each piece.',
    doesNot: 'It uses no key, sends no PIN, and changes nothing on a token or a medium that it can help.',
  },
  'import-recipients': {
    writes: 'Takes the certificates of those who may open the evidence, and writes the digest of their file.',
    doesNot: 'Nobody is trusted by it before the digest is read back.',
  },
  'seal-evidence': {
    writes:
      'Signs, encrypts, writes the package to the medium, reads it back from there, and hashes every piece again.',
    doesNot: 'What was collected stays in the facility. No key of an HSM is used.',
  },
  'sign-off': {
    writes: "Writes one person's word, signed, and cosigns the checkpoint.",
    doesNot: 'After the last one the run is closed.',
  },
}
