import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFleetRequest } from '../electron/core/practice/fleet-request.ts'
import { listedCertificates } from '../electron/core/reissue/approved-list.ts'
import { outputOf } from '../shared/procedure/run-state.ts'
import { answers, begin, goOn, openRun, reissuePlan, rootPlan } from '../test/support/ceremony-run.ts'
import { present } from '../test/support/present.ts'
import { TestFacility } from '../test/support/test-facility.ts'
import { asBundle } from './as-bundle.ts'
import { median, table } from './table.ts'

/**
 * `node bench/reissue.ts [CERTIFICATES] [ROUNDS]`. Many requests under one approval (P-384 on SoftHSM): the signatures of an approved list
 * with intents, effects, verification by OpenSSL, assembling and storing, against the bare C_Sign calls for as many hashes through the
 * same process. Contenders alternate; medians. At most 500.
 */

await asBundle(import.meta.filename)

const [certificates = 500, rounds = 3] = process.argv.slice(2).map(Number)

process.stderr.write('Making a facility and the requests\n')
const site = await TestFacility.found()
const file = join(site.folder, 'requests.pem')
for (let number = 1; number <= certificates; number++) {
  const made = makeFleetRequest(mkdtempSync(join(site.folder, 'request-')), `Fleet Issuing ${String(number)}`)
  appendFileSync(file, readFileSync(made))
}
const from = answers(site.folder, { requestFile: () => Promise.resolve(file) })
const first = await site.open()
await begin(first, rootPlan(), null, answers(site.folder))
await begin(first, reissuePlan(), 'reissue', from)
await site.closeAll()

const [bare, whole, signing]: number[][] = [[], [], []]
for (let round = 0; round < rounds; round++) {
  const copy = site.copy(mkdtempSync(join(site.folder, 'round-')))
  const marks: number[] = []
  const session = await copy.open({
    progress: (text) => {
      // From before the first intent until the last signature was verified.
      if (/^(?:Asking for|Keeping) \d+ /.test(text)) marks.push(performance.now())
    },
  })
  const run = openRun(session)
  const { reissue } = outputOf(run, 'prepare', 'prepare-reissue')
  const key = present(session.facility.state.keys.get(reissue.issuer), 'the key')
  await session.room.open(key.token, new TextEncoder().encode(site.secrets().pin))
  const listed = listedCertificates(session.facility.artifacts, reissue)
  const hsm = session.room.opened(key.token)
  const publicKey = session.facility.artifacts.get(key.spki)
  const bareRun = async (): Promise<void> => {
    const started = performance.now()
    for (let at = 0; at < listed.length; at += 50) {
      const messages = listed.slice(at, at + 50).map(({ item, tbs }) => ({ data: tbs, approved: item.tbs }))
      const { token, id } = key
      await hsm.call('key.sign-many', { token, id, publicKey, algorithm: reissue.signatureAlgorithm, messages })
    }
    bare?.push(performance.now() - started)
  }
  await bareRun()
  const started = performance.now()
  await goOn(session, run, 'approve-handoff', from)
  whole?.push(performance.now() - started)
  signing?.push((marks.at(-1) ?? 0) - (marks[0] ?? 0))
  await copy.closeAll()
}
await site.remove()

const base = median(bare ?? [])
process.stdout.write(
  `${String(certificates)} certificates, P-384 on SoftHSM; Node ${process.version}, ${String(rounds)} rounds, medians\n\n`,
)
process.stdout.write(
  table(
    ['', 'ms', 'ms a certificate', 'of bare C_Sign'],
    [
      ['bare C_Sign calls, in the same hsm process', base],
      ['the list signed: intents, effects, verification', median(signing ?? [])],
      ['the whole step: approval, two lints, assembling, storing, and the hand-off that follows', median(whole ?? [])],
    ].map(([name, ms]) => [
      String(name),
      Number(ms).toFixed(0),
      (Number(ms) / certificates).toFixed(2),
      `${(Number(ms) / base).toFixed(2)} x`,
    ]),
  ),
)
