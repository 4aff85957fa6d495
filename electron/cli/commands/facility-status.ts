import { foremostRun, openPlaybooks } from '../../../shared/facility/open-runs.ts'
import { type FacilityState, isPractice } from '../../../shared/facility/state.ts'
import { bytesToHex } from '../../../shared/bytes.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import { currentStep, type RunState } from '../../../shared/procedure/run-state.ts'
import { type ReadFacility, readFacility } from '../../core/log/read-facility.ts'
import { commonName } from '../../core/log/wording.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { digestJson, digestText, paragraphs, rows } from '../format.ts'

export const facilityStatus: Command = {
  name: 'facility status',
  takes: 'DIR',
  summary: 'What a facility has, whether a run is open, and whether the outcome of anything is unknown.',
  details: [
    'Reads only, also beside an open console. It replays the log and verifies nothing: "conclave log verify" does.',
  ],
  options: {},
  positionals: { min: 1, max: 1 },
  run: status,
}

function status({ positionals: [directory = ''] }: Call): Outcome {
  const facility = readFacility(directory)
  const { state, root } = facility
  const checkpoint = lastCheckpoint(facility)
  const runs = [...state.runs.values()]
  const open = foremostRun(state)
  const json = {
    facility: root,
    name: state.founded.name,
    mode: state.founded.mode,
    origin: state.founded.origin,
    foundedAt: state.foundedAt,
    entries: state.size,
    lastEntryAt: state.lastTime,
    checkpoint:
      checkpoint === null
        ? null
        : { size: checkpoint.size, root: digestJson(checkpoint.root), uncovered: state.size - checkpoint.size },
    policy:
      state.policy === null
        ? null
        : { policy: state.policy.policy, version: state.policy.version, digest: state.policyDigest },
    people: [...state.people.values()].map(({ id, name, roles }) => ({ id, name, roles })),
    tokens: [...state.tokens.values()].map(({ name, token, model }) => ({ name, ...token, model })),
    keys: [...state.keys.values()].map(({ name, algorithm, tokenName, id, spki, madeAt }) => ({
      name,
      algorithm,
      token: tokenName,
      id,
      spki,
      madeAt,
    })),
    certificates: state.certificates,
    crls: state.crls,
    handoffs: state.handoffs.map(({ draft, exported }) => ({
      domain: draft.domain,
      epoch: draft.epoch,
      sequence: draft.sequence,
      manifest: draft.manifest,
      exported: exported !== null,
    })),
    runs: runs.map((run) => ({
      run: run.id,
      title: run.plan.title,
      status: run.status,
      openedAt: run.openedAt,
      closedAt: run.closedAt,
    })),
    openRun: open === null ? null : openRunJson(open),
    openIncidents: openPlaybooks(state).map(({ id, drill, plan: { title } }) => ({ run: id, title, drill })),
  }
  return { json, text: describe(facility, checkpoint, open) }
}

function openRunJson(run: RunState): object {
  const step = currentStep(run)
  return {
    run: run.id,
    title: run.plan.title,
    plan: run.planDigest,
    step: step === null ? null : { id: step.step.id, number: step.number, title: step.step.title, status: step.status },
    steps: run.steps.length,
    outcomeUnknown: step?.status === 'unknown',
  }
}

function lastCheckpoint({ checkpoints }: ReadFacility): { size: number; root: string } | null {
  const last = checkpoints.at(-1)
  if (last === undefined) return null
  const { size, root } = parseCheckpoint(parseNote(last.note).text)
  return { size, root: bytesToHex(root) }
}

function describe(
  { root, state }: ReadFacility,
  checkpoint: { size: number; root: string } | null,
  open: RunState | null,
): string {
  return paragraphs(
    `${state.founded.name}${isPractice(state) ? ' (PRACTICE)' : ''}, ${root}`,
    openRunText(open),
    rows([
      ['Log', `${String(state.size)} entries, the newest of ${state.lastTime}`],
      ['Policy', state.policy === null ? 'none' : `${state.policy.title}, version ${String(state.policy.version)}`],
      ['People', listOf([...state.people.values()].map(({ name, roles }) => `${name}, ${roles.join(' and ')}`))],
      ['Tokens', listOf([...state.tokens.values()].map(({ name, token }) => `${name}, serial ${token.serial}`))],
      [
        'Keys',
        listOf(
          [...state.keys.values()].map(({ name, algorithm, tokenName }) => `${name}, ${algorithm}, in ${tokenName}`),
        ),
      ],
      [
        'Certificates',
        listOf(
          state.certificates.map(({ subject, notAfter }) => `${commonName(subject)}, until ${notAfter.slice(0, 10)}`),
        ),
      ],
      [
        'CRLs',
        listOf(
          newestCrls(state).map(
            ({ issuer, number, nextUpdate }) =>
              `${commonName(issuer)} no. ${String(number)}, until ${nextUpdate.slice(0, 10)}`,
          ),
        ),
      ],
      [
        'Hand-offs',
        listOf(
          state.handoffs.map(
            ({ draft, exported }) =>
              `${draft.domain} no. ${String(draft.sequence)}, ${exported === null ? 'not exported' : 'exported'}`,
          ),
        ),
      ],
      ['Runs', listOf([...state.runs.values()].map((run) => `${run.id}  ${run.status.padEnd(7)}  ${run.plan.title}`))],
      [
        'Checkpoint',
        checkpoint === null ? 'none' : `${String(checkpoint.size)} entries\n${digestText(checkpoint.root)}`,
      ],
    ]),
  )
}

function openRunText(run: RunState | null): string {
  if (run === null) return 'No run is open.'
  const step = currentStep(run)
  const where =
    step === null
      ? 'every step is done'
      : `step ${String(step.number)} of ${String(run.steps.length)}, ${step.step.title}`
  if (step?.status !== 'unknown')
    return `OPEN RUN: ${run.plan.title} (${run.id}), ${where}. Go on with "conclave run" and the same plan, or in the window.`
  return `OUTCOME UNKNOWN: ${run.plan.title} (${run.id}), ${where}. It is not known whether the HSM did it. Open the facility in the window: look on the token, then two people decide.`
}

function newestCrls(state: FacilityState): FacilityState['crls'] {
  return state.crls.filter((crl) => state.crls.findLast(({ signingKey }) => signingKey === crl.signingKey) === crl)
}

function listOf(lines: readonly string[]): string {
  return lines.length === 0 ? 'none' : lines.join('\n')
}
