import { itemOfKeyAct, type KeyAct } from '../../../../shared/keys/key-act.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { D, token } from './said-entry.ts'

function keyAct(act: KeyAct): StepOutput<'prepare-backup'> {
  return { item: itemOfKeyAct(act), act }
}

/** Outputs of the steps that do something with a key, and what is said of each. */
export const KEY_ACTS_DONE = {
  'generate-transport-key': [
    { transportKey: { name: 'transport-b', token, tokenName: 'hsm-b', id: '0a', spki: D }, recovered: false },
    'x',
    'hsm-b | holds the new transport key transport-b, public key abab abab … abab | outcome',
  ],
  'prepare-backup': [
    keyAct({ act: 'back-up-key', key: 'root', spki: D, token: 'hsm-a', target: 'hsm-b', transportKey: D }),
    'x',
    'Conclave | wrote down for approval: back up root from hsm-a, sealed for hsm-b | key',
  ],
  'prepare-restore': [
    keyAct({ act: 'restore-key', key: 'root', spki: D, token: 'hsm-b', sealed: D, transportKey: D }),
    'x',
    'Conclave | wrote down for approval: restore root on hsm-b from the backup abab abab … abab | key',
  ],
  'prepare-destruction': [
    keyAct({ act: 'destroy-key', key: 'root', spki: D, token: 'hsm-a', reason: 'Rotated.' }),
    'x',
    'Conclave | wrote down for approval: destroy root on hsm-a: Rotated | key',
  ],
  'back-up-key': [
    { key: 'root', sealed: D, transportKey: D, recovered: false },
    'x',
    'root | was backed up, backup abab abab … abab | key',
  ],
  'export-backup': [
    { fileName: 'root-dddddddd.sealed-key.json', destination: '/media', sealed: D },
    'x',
    'root-dddddddd.sealed-key.json | was written and read back, backup abab abab … abab | export',
  ],
  'restore-key': [
    {
      key: { name: 'root', token, tokenName: 'hsm-b', id: '0b', algorithm: 'ec-p384', spki: D },
      dossier: D,
      sealed: D,
      recovered: true,
    },
    'x',
    'hsm-b | holds a copy of root, restored, read back and tested, finished from the log after a stop | key',
  ],
  'destroy-key': [
    { key: 'root', tokenName: 'hsm-a', spki: D, remaining: 1, recovered: false },
    'x',
    'root | was destroyed on hsm-a; 1 other object of its id stay there | key',
  ],
} as const
