import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { RunView } from '../../shared/ipc/contract/runs.ts'
import { passphrase } from '../e2e/fill-room.ts'
import { ByMouse } from '../e2e/hands.ts'
import { launchConclave } from '../e2e/launch.ts'
import { playPlaybook, signOffAll } from '../e2e/playbook-hands.ts'
import { makePracticeJob } from '../e2e/practice-job.ts'
import { evidencePlace } from '../support/evidence-run.ts'
import { Camera } from './camera.ts'

/** Steps of which a picture is taken while they wait, by their ids: the name of the picture and what has to be on it. */
const STEPS: Readonly<Record<string, readonly [name: string, sign: string]>> = {
  real: ['incident-decide', 'Does one of the activation criteria hold?'],
  seal: ['incident-seal', 'Folder on the medium'],
  class: ['incident-classify', 'What is known of fleet-issuing-eu-1'],
  'tell-first': ['incident-notify', 'The message'],
  review: ['incident-review', 'What went well'],
}

/** A drill from "what happened?" to its score, on a million certificates. */
export async function takeIncidents(parent: string, pictures: string): Promise<void> {
  const folder = mkdtempSync(join(parent, 'incident-'))
  const { facility } = makePracticeJob(join(folder, 'job'))
  const conclave = await launchConclave({ facility })
  const { window: page } = conclave
  const camera = new Camera(conclave, pictures)
  const hands = new ByMouse(page)
  try {
    await camera.take('incident-what-happened', 'Before anything else', '#/incidents/what-happened')
    await camera.take('incident-playbook', 'When it is opened', '#/incidents/playbook/issuing-ca-compromise')
    await camera.goTo('#/incidents/drill/issuing-ca-compromise')
    await hands.press('Fill in the examples')
    await camera.take('incident-start', 'Complete, no problem')
    await hands.type('Passphrase of Amara Diallo', passphrase('Amara Diallo'))
    await hands.press('Start the drill as Amara Diallo')
    await hands.step('Name everybody who responds')
    const run = /run-\d+/.exec(page.url())?.[0] ?? ''
    const address = `#/incidents/run/${run}`
    const { medium, out, recipients } = evidencePlace(folder)
    await playPlaybook(hands, run, {
      lead: 'Amara Diallo',
      confirms: 'Tomás Oliveira',
      decisions: { real: 'Yes', listed: 'Yes, both', healed: 'Yes' },
      answers: {
        complete: 'unknown',
        extracted: 'unknown',
        used: 'yes',
        enrolment: 'no',
        revocation: 'no',
        weakness: 'no',
      },
      evidence: medium,
      recipients,
      packages: out,
      played: 45,
      look: (view, when) => look(view, when, { camera, address }),
    })
    await signOffAll(hands)
    await camera.take('incident-evidence', 'Collect the evidence, the most volatile first', `${address}/evidence`)
    await camera.take('incident-decisions', 'What kind of compromise is it?', `${address}/decisions`)
    await camera.take('incident-timeline', 'entries of the log, in UTC', `${address}/timeline`)
    await camera.take('incident-score', 'Targets of the playbook', `${address}/score`)
    await camera.take('incidents', 'Recovery in drills of', '#/incidents')
  } finally {
    await conclave.close()
  }
  if (conclave.problems.length > 0) throw new Error(`The page complained: ${conclave.problems.join('\n')}`)
}

async function look(
  { step }: RunView,
  when: 'before' | 'after',
  { camera, address }: { readonly camera: Camera; readonly address: string },
): Promise<void> {
  if (when !== 'before') return
  const [name, sign] = STEPS[step.id] ?? []
  if (name !== undefined && sign !== undefined) await camera.take(name, sign)
  if (step.id !== 'stop' && step.id !== 'class') return
  if (step.id === 'stop') await camera.take('incidents-open', 'is open, no incident', '#/incidents')
  else await camera.take('incident-impact', 'Who has to be told', `${address}/impact`)
  await camera.goTo(address)
}
