import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fromBase64, sha256Hex, toBase64, utf8ToBytes } from '../../../../shared/bytes.ts'
import { canonicalBytes, parseCanonical } from '../../../../shared/ledger/canonical-json.ts'
import { policyDigest } from '../../../../shared/people/policy.ts'
import { planDigest } from '../../../../shared/procedure/plan.ts'
import { currentStep, type RunState } from '../../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../../shared/procedure/step-kinds.ts'
import type { ApprovalRequest, RequestItemOf } from '../../../../shared/transfer/approval-request.ts'
import { qrText } from '../../../../shared/transfer/qr-text.ts'
import { qrPng } from '../../../../electron/core/transfer/qr-image.ts'
import { readAnswerFile } from '../../../../electron/core/transfer/read-answer.ts'
import { judgeRequest, readRequestFile } from '../../../../electron/core/transfer/read-request.ts'
import { viewItems } from '../../../../electron/core/views/approval-items.ts'
import { answers, begin, goOn, issuePlan, rootPlan } from '../../../support/ceremony-run.ts'
import { failureOf as codeOf } from '../../../support/failure.ts'
import { present } from '../../../support/present.ts'
import { TestFacility } from '../../../support/test-facility.ts'
import { currentId, requestOf } from './elsewhere.ts'

const NOW = Date.now()
const site = await TestFacility.found()
const media = mkdtempSync(join(tmpdir(), 'conclave-media-'))

interface Asked {
  readonly step: string
  readonly bytes: Uint8Array
  /** What the people in the room see. */
  readonly room: ReturnType<typeof viewItems>
}

/** The request of every approve step of both ceremonies. */
const asked: Asked[] = await (async () => {
  const session = await site.open()
  const found: Asked[] = []
  const collect = async (plan: Parameters<typeof begin>[1]): Promise<void> => {
    const approvals = plan.definition.acts.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'approve'))
    const source = answers(site.folder)
    let run: RunState | null = null
    for (const { id } of approvals) {
      run = run === null ? await begin(session, plan, id, source) : await goOn(session, run, id, source)
      const step = present(currentStep(run), 'step').step as StepOf<'approve'>
      const room = step.over.flatMap((reference) => viewItems(session.facility, present(run, 'run'), reference))
      found.push({ step: currentId(run), bytes: requestOf(session, run), room })
    }
    await goOn(session, present(run, 'run'), null, source)
  }
  await collect(rootPlan())
  await collect(issuePlan())
  await site.closeAll()
  return found
})()
afterAll(async () => {
  await site.remove()
  rmSync(media, { recursive: true, force: true })
})

/** A request of the kind wanted, as data. */
function requestWith<K extends ApprovalRequest['items'][number]['kind']>(
  kind: K,
): { request: ApprovalRequest; item: RequestItemOf<K>; index: number } {
  for (const { bytes } of asked) {
    const request = parseCanonical(bytes) as unknown as ApprovalRequest
    const index = request.items.findIndex((item) => item.kind === kind)
    if (index !== -1) return { request, item: request.items[index] as RequestItemOf<K>, index }
  }
  throw new Error(`no request holds a ${kind}`)
}

function refusalOf(request: unknown): string {
  return codeOf(() => judgeRequest(canonicalBytes(request), NOW))
}

function withItem(request: ApprovalRequest, index: number, change: object): unknown {
  return { ...request, items: request.items.map((item, at) => (at === index ? { ...item, ...change } : item)) }
}

describe('A request for approval elsewhere', () => {
  it('shows there what the room sees, computed again: same titles, rows, digests, sizes and lint', () => {
    expect(new Set(asked.flatMap(({ room }) => room.map(({ kind }) => kind)))).toEqual(
      new Set(['certificate', 'crl', 'cms-signed-attributes']),
    )
    for (const { bytes, room } of asked) {
      const { items } = judgeRequest(bytes, Date.now())
      expect(items.map(({ title, tbs, size, kind, signingKey }) => ({ title, tbs, size, kind, signingKey }))).toEqual(
        room.map(({ title, tbs, size, kind, signingKey }) => ({ title, tbs, size, kind, signingKey })),
      )
      items.forEach((item, at) => {
        const inRoom = room[at]?.rows.map(({ field, actual, verdict }) => ({ field, actual, verdict }))
        expect(item.rows.map(({ field, actual, verdict }) => ({ field, actual, verdict }))).toEqual(inRoom)
        expect(item.lint?.findings ?? []).toEqual(room[at]?.lint?.findings ?? [])
      })
      expect(items.flatMap(({ rows }) => rows.filter(({ verdict }) => verdict === 'differs'))).toEqual([])
    }
  })

  it('with other bytes under a digest that fits them shows where they differ from the plan', () => {
    const { request, item, index } = requestWith('certificate')
    const bytes = present(fromBase64(item.bytes), 'bytes').slice()
    // "PRACTICE" in the subject: one letter becomes another.
    const at = Buffer.from(bytes).lastIndexOf('PRACTICE')
    bytes[at] = 'B'.charCodeAt(0)
    const change = { bytes: toBase64(bytes), item: { ...item.item, tbs: sha256Hex(bytes) } }
    const judged = judgeRequest(canonicalBytes(withItem(request, index, change)), NOW)
    expect(judged.items[index]?.rows.some(({ verdict }) => verdict === 'differs')).toBe(true)
  })

  it.each<[string, (request: ApprovalRequest) => unknown, string]>([
    [
      'a plan that is not that of its digest',
      (r) => ({ ...r, plan: { ...r.plan, document: { ...r.plan.document, title: 'Other' } } }),
      'transfer-mismatch',
    ],
    [
      'a policy that is not that of its digest',
      (r) => ({ ...r, policy: { ...r.policy, document: { ...r.policy.document, version: 9 } } }),
      'transfer-mismatch',
    ],
    ['a step that its plan does not have', (r) => ({ ...r, step: 'approve-nothing' }), 'transfer-mismatch'],
    ['a step that is no approval', (r) => ({ ...r, step: 'preview-root' }), 'transfer-mismatch'],
    [
      'fewer things than the step covers',
      (r) => ({ ...r, items: r.items.slice(1) }),
      'transfer-mismatch transfer-malformed',
    ],
    ['things twice', (r) => ({ ...r, items: [...r.items, ...r.items] }), 'transfer-mismatch'],
    ['nobody to ask', (r) => ({ ...r, people: [] }), 'transfer-malformed'],
    ['a person twice', (r) => ({ ...r, people: [...r.people, ...r.people] }), 'transfer-mismatch'],
    [
      'a person in a role that does not approve',
      (r) => ({ ...r, people: r.people.map((one) => ({ ...one, role: 'witness' })) }),
      'transfer-mismatch',
    ],
    ['a field that nobody knows', (r) => ({ ...r, decoded: {} }), 'transfer-malformed'],
    ['another version', (r) => ({ ...r, type: 'conclave-approval-request/v2' }), 'transfer-malformed'],
    [
      'no mode',
      (r) => ({ ...r, facility: { name: r.facility.name, origin: r.facility.origin } }),
      'transfer-malformed',
    ],
  ])('that holds %s is refused', (_what, change, codes) => {
    const { request } = requestWith('certificate')
    expect(codes.split(' ')).toContain(refusalOf(change(request)))
  })

  it('of a practice facility that calls itself production shows that its names are marked', () => {
    const { request } = requestWith('certificate')
    const facility = { ...request.facility, mode: 'production' }
    const { items } = judgeRequest(canonicalBytes({ ...request, facility }), NOW)
    expect(items.some(({ rows }) => rows.some(({ verdict }) => verdict === 'differs'))).toBe(true)
  })

  it.each<[string, (item: RequestItemOf<'certificate'>) => object, string]>([
    [
      'bytes that are not those of their digest',
      ({ bytes }) => ({ bytes: `${bytes.slice(0, 8)}AAAA${bytes.slice(12)}` }),
      'transfer-mismatch',
    ],
    ['another size', ({ item }) => ({ item: { ...item, size: item.size + 1 } }), 'transfer-mismatch'],
    ['another kind', ({ item }) => ({ item: { ...item, kind: 'crl' } }), 'transfer-mismatch'],
    ['another key', ({ item }) => ({ item: { ...item, key: 'f'.repeat(64) } }), 'transfer-mismatch'],
    ['another step', () => ({ step: 'preview-crl' }), 'transfer-mismatch'],
    ['base64 that is none', () => ({ bytes: '****' }), 'transfer-malformed'],
    [
      'bytes that are no certificate',
      () => ({
        bytes: 'AAAA',
        item: { kind: 'certificate', tbs: sha256Hex(new Uint8Array(3)), size: 3, key: '0'.repeat(64) },
      }),
      'transfer-mismatch',
    ],
  ])('with %s is refused', (_what, change, code) => {
    const { request, item, index } = requestWith('certificate')
    expect(refusalOf(withItem(request, index, change(item)))).toBe(code)
  })

  it('whose bytes no parser reads is refused as malformed', () => {
    const { request, item, index } = requestWith('certificate')
    const junk = new Uint8Array(40).fill(0x30)
    const change = { bytes: toBase64(junk), item: { ...item.item, tbs: sha256Hex(junk), size: junk.length } }
    expect(refusalOf(withItem(request, index, change))).toBe('transfer-malformed')
  })

  it('that calls a first list what is not one shows it', () => {
    const { request, item, index } = requestWith('crl')
    const foreign = requestWith('certificate').item
    expect(refusalOf(withItem(request, index, { previous: item.bytes }))).toBe('crl-malformed')
    expect(refusalOf(withItem(request, index, { issuer: foreign.bytes }))).toBe('transfer-malformed')
  })

  it('about another hand-off is refused', () => {
    const { request, item, index } = requestWith('cms-signed-attributes')
    const manifest = Buffer.from(present(fromBase64(item.manifest), 'manifest')).toString('utf8')
    const other = utf8ToBytes(manifest.replace(/"ceremony_id":"[^"]*"/, '"ceremony_id":"elsewhere/run-0001"'))
    expect(refusalOf(withItem(request, index, { manifest: toBase64(other) }))).toBe('transfer-mismatch')
    const newer = utf8ToBytes(manifest.replace(/"sequence":1/, '"sequence":2'))
    const { items } = judgeRequest(canonicalBytes(withItem(request, index, { manifest: toBase64(newer) })), NOW)
    expect(items[index]?.rows.some(({ verdict }) => verdict === 'differs')).toBe(true)
  })

  it('is refused when it is written in any other way, cut, or no file of ours', () => {
    const [{ bytes } = { bytes: new Uint8Array() }] = asked
    const pretty = utf8ToBytes(JSON.stringify(parseCanonical(bytes), null, 2))
    for (const other of [
      pretty,
      bytes.subarray(0, bytes.length - 1),
      new Uint8Array(),
      utf8ToBytes('{}'),
      Uint8Array.of(255),
    ])
      expect(codeOf(() => judgeRequest(other, NOW))).toBe('transfer-malformed')
    const path = join(media, 'request.json')
    writeFileSync(path, bytes)
    expect(readRequestFile(path, NOW).sha256).toBe(sha256Hex(bytes))
    expect(codeOf(() => readRequestFile(media, NOW))).toBe('file-unreadable')
    expect(codeOf(() => readAnswerFile(path))).toBe('transfer-wrong-kind')
  })

  it('keeps its digests when plan and policy are changed together with them, so that the facility refuses the answer', () => {
    const { request } = requestWith('certificate')
    const document = { ...request.policy.document, approvalsElsewhere: 5 }
    const judged = judgeRequest(
      canonicalBytes({ ...request, policy: { digest: policyDigest(document), document } }),
      NOW,
    )
    expect(judged.request.policy.digest).not.toBe(request.policy.digest)
    expect(judged.request.plan.digest).toBe(planDigest(request.plan.document))
  })
})

describe('A picture that was brought as an answer', () => {
  it.each<[string, string]>([
    ['a checkpoint', qrText('checkpoint', 'x')],
    ['an approval request', qrText('approval-request', '{}')],
    ['something that is not of Conclave', 'https://example.org'],
  ])('and is %s is named', (words, text) => {
    const path = join(media, `${words.replaceAll(' ', '-')}.png`)
    writeFileSync(path, present(qrPng(text), 'a QR code'))
    expect(codeOf(() => readAnswerFile(path))).toBe('transfer-wrong-kind')
    expect(() => readAnswerFile(path)).toThrow(words)
  })

  it('and is a JPEG is named', () => {
    const path = join(media, 'photo.jpg')
    writeFileSync(path, Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))
    expect(codeOf(() => readAnswerFile(path))).toBe('transfer-wrong-kind')
  })
})
