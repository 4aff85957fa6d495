import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { bytesToHex, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { encodePem } from '../../../shared/pki/pem.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { type ConsoleOptions, FacilityConsole } from '../console.ts'
import { writeNewFile } from '../files/host-files.ts'
import { answersFrom } from '../headless/answers-file.ts'
import { runPlan } from '../headless/run.ts'
import { findProcedure } from '../procedure/library.ts'
import { makePlan } from '../procedure/make-plan.ts'
import { PRACTICE_CAST, PRACTICE_TOKEN } from './cast.ts'
import { makeFleetRequest } from './fleet-request.ts'
import { FOUNDING_STEPS, foundPracticeFacility } from './found.ts'

/** Where the practice job left everything; absolute paths. */
export interface PracticeResult {
  readonly facility: string
  readonly certificates: { readonly root: string; readonly issuing: string; readonly signers: readonly string[] }
  readonly handoff: { readonly folder: string; readonly tar: string; readonly tarSha256: string }
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly root: string; readonly note: string }
}

const NAMES = { root: 'fleet-root-g1', signers: ['handoff-a', 'handoff-b'], issuing: 'fleet-issuing-eu-1' } as const

export type JobProgress = (text: string, done: number, total: number) => void

/**
 * The whole main job in `directory` (new or empty): facility/, fleet/ (the pretended online CA's request), handoff/,
 * handoff-signers/ and published/ with the certificates as files. Throws facility-exists and changes nothing otherwise.
 */
export async function runPracticeJob(
  directory: string,
  options: ConsoleOptions,
  progress: JobProgress,
): Promise<PracticeResult> {
  const { library, clock } = options
  const rootProcedure = findProcedure(library, 'generate-root')
  const issueProcedure = findProcedure(library, 'issue-intermediate')
  const steps = (procedure: typeof rootProcedure): number =>
    procedure.acts.reduce((sum, act) => sum + act.steps.length, 0)
  const total = FOUNDING_STEPS + steps(rootProcedure) + steps(issueProcedure) + 1
  let done = 0
  let last = ''
  // A step is reported once for each person who acts in it.
  const say = (text: string): void => {
    if (text === last) return
    progress(text, done++, total)
    last = text
  }
  const facility = join(directory, 'facility')
  await foundPracticeFacility(facility, 'Practice vault', library, clock, say)
  const paths = {
    fleet: join(directory, 'fleet'),
    handoff: join(directory, 'handoff'),
    signers: join(directory, 'handoff', 'handoff-signers'),
    published: join(directory, 'published'),
  }
  for (const path of Object.values(paths)) mkdirSync(path, { recursive: true })
  say('The fleet makes its own key and a request')
  const request = makeFleetRequest(paths.fleet, 'Fleet Issuing EU-1')
  const session = await FacilityConsole.open(facility, options)
  try {
    const answers = answersFrom(castAnswers(request, paths))
    const subject = { country: 'CH', organization: 'Practice Fleet', token: PRACTICE_TOKEN.name }
    const signers = { 'first-signer': NAMES.signers[0], 'second-signer': NAMES.signers[1] }
    const rootPlan = makePlan(library, rootProcedure, 'Create Fleet Root G1', {
      ...subject,
      ...signers,
      'common-name': 'Fleet Root G1',
      'root-key': NAMES.root,
      backup: 'none',
    })
    const issuePlan = makePlan(library, issueProcedure, 'Issue Fleet Issuing EU-1', {
      ...subject,
      ...signers,
      'common-name': 'Fleet Issuing EU-1',
      issuer: NAMES.root,
      domain: 'fleet',
    })
    await runPlan(session, rootPlan, answers, (step) => {
      say(`Root ceremony, step ${String(step.number)}: ${step.step.title}`)
    })
    await runPlan(session, issuePlan, answers, (step) => {
      say(`Issuing ceremony, step ${String(step.number)}: ${step.step.title}`)
    })
    return publish(session, paths)
  } finally {
    await session.close()
  }
}

function castAnswers(request: string, paths: { fleet: string; handoff: string }): Parameters<typeof answersFrom>[0] {
  return {
    answers: 'practice',
    starter: 'hanna-voss',
    present: PRACTICE_CAST.map(({ id, roles }) => ({ person: id, role: roles[0] })),
    passphrases: Object.fromEntries(PRACTICE_CAST.map(({ id, passphrase }) => [id, passphrase])),
    pin: PRACTICE_TOKEN.pin,
    approvers: ['tomas-oliveira', 'priya-raman'],
    request,
    media: paths.fleet,
    export: paths.handoff,
    decides: 'tomas-oliveira',
  }
}

/** Certificates as PEM files, the signers' as the pinned ones that a receiver would have got out of band. */
function publish(
  session: FacilityConsole,
  paths: { handoff: string; signers: string; published: string },
): PracticeResult {
  const { state, artifacts, store } = session.facility
  const write = (folder: string, name: string, sha256: string): string => {
    const path = join(folder, `${name}.pem`)
    writeNewFile(path, utf8ToBytes(encodePem('CERTIFICATE', artifacts.get(sha256))))
    return path
  }
  const byKey = (name: string): string => {
    const found = state.certificates.find((certificate) => certificate.subjectKey === state.keys.get(name)?.spki)
    if (found === undefined) throw fail('log-inconsistent', `The practice job has no certificate for ${name}.`)
    return found.certificate
  }
  const issuing = state.certificates.find((certificate) => certificate.profile === 'fleet-issuing')
  const handoff = state.handoffs.at(-1)?.exported
  const checkpoint = store.checkpoints().at(-1)
  if (issuing === undefined || handoff === null || handoff === undefined || checkpoint === undefined) {
    throw fail('log-inconsistent', 'The practice job did not leave what it should.')
  }
  const { origin, size, root } = parseCheckpoint(parseNote(checkpoint.note).text)
  return {
    facility: session.facility.layout.root,
    certificates: {
      root: write(paths.published, `PRACTICE-${NAMES.root}`, byKey(NAMES.root)),
      issuing: write(paths.published, `PRACTICE-${NAMES.issuing}`, issuing.certificate),
      signers: NAMES.signers.map((name) => write(paths.signers, name, byKey(name))),
    },
    handoff: {
      folder: join(paths.handoff, handoff.folderName),
      tar: join(paths.handoff, `${handoff.folderName}.tar`),
      tarSha256: handoff.tar,
    },
    checkpoint: { origin, size, root: bytesToHex(root), note: checkpoint.note },
  }
}
