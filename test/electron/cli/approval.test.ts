import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ABSENT, answers, begin, PRIYA, rootPlan } from '../../support/ceremony-run.ts'
import { TestFacility } from '../../support/test-facility.ts'
import { codeOf, conclave, conclaveJson, inTerminal } from './command-line.ts'

/** Two places that share nothing but what is carried between them. */
let site: TestFacility
let elsewhere: string
let media: string
let request: string
const keyFile = (person: string): string => join(elsewhere, `${person}.key.json`)

beforeAll(async () => {
  site = await TestFacility.found()
  const session = await site.open()
  await begin(session, rootPlan(), 'approve-root', answers(site.folder))
  await site.closeAll()
  elsewhere = join(site.folder, 'elsewhere')
  media = join(site.folder, 'media')
  mkdirSync(elsewhere)
  mkdirSync(media)
  for (const person of [ABSENT, PRIYA]) cpSync(site.layout.credential(`${person}-1`), keyFile(person))
})
afterAll(async () => {
  await site.remove()
})

function signing(person: string, ...more: string[]): string[] {
  return ['approval', 'sign', request, '--person', person, '--key-file', keyFile(person), ...more]
}

describe('An approval on the command line of another place', () => {
  it('begins with a request that leaves the facility as a file', () => {
    const { code, json } = conclaveJson(['approval', 'request', site.root, '--out', media])
    expect(code).toBe(0)
    request = String(json['file'])
    expect(readdirSync(media)).toEqual(['PRACTICE-run-0001.approve-root.approval-request.json'])
    expect(codeOf(conclave(['approval', 'request', site.root, '--out', media]))).toBe('file-exists')
    const shown = conclaveJson(['approval', 'inspect', request], elsewhere)
    expect(shown).toMatchObject({ code: 0, json: { kind: 'approval-request', run: 'run-0001', objections: [] } })
  })

  it('asks for the passphrase on a terminal, shows digest and words, and writes answer and QR code', async () => {
    expect(codeOf(conclave(signing(ABSENT, '--out', join(elsewhere, 'never.json'))))).toBe('invalid-request')
    const out = ['--out', join(media, 'answer.json'), '--qr-out', join(media, 'answer.png')]
    const { code, shown } = await inTerminal(signing(ABSENT, ...out), [
      [/approve exactly this\? \(yes\/no\)/, 'yes\r'],
      [/Passphrase of joon-ho-seo:/, 'practice joon-ho seo\r'],
    ])
    expect(code).toBe(0)
    expect(shown).toContain('PRACTICE')
    expect(shown).not.toContain('practice joon-ho seo')
    const { json } = conclaveJson(['approval', 'inspect', request])
    const [item] = json['items'] as { tbs: { hex: string; words: string[] } }[]
    expect(shown.replaceAll(/\s/g, '')).toContain(item?.tbs.hex)
    expect(shown.replaceAll(/\s+/g, ' ')).toContain(item?.tbs.words.slice(0, 8).join(' '))
    expect(readFileSync(join(media, 'answer.json')).length).toBeLessThan(1200)
  })

  it('signs nothing when nobody agrees, or the passphrase is wrong', async () => {
    const no = await inTerminal(signing(PRIYA, '--out', join(elsewhere, 'no.json')), [[/\(yes\/no\)/, 'no\r']])
    expect(no.code).toBe(130)
    const wrong = await inTerminal(signing(PRIYA, '--out', join(elsewhere, 'no.json')), [
      [/\(yes\/no\)/, 'yes\r'],
      [/Passphrase of priya-raman:/, 'something else entirely\r'],
    ])
    expect(wrong.shown).toContain('passphrase-incorrect')
    expect(existsSync(join(elsewhere, 'no.json'))).toBe(false)
  })

  it('comes back and counts once, as a file and as a QR code', () => {
    const bring = (name: string): ReturnType<typeof conclaveJson> =>
      conclaveJson(['approval', 'import', join(media, name), '--facility', site.root])
    expect(bring('answer.json')).toMatchObject({ code: 0, json: { via: 'file', missing: '1 more officer' } })
    expect(bring('answer.json')).toMatchObject({ code: 1, json: { error: { code: 'already-approved' } } })
    expect(bring('answer.png')).toMatchObject({ code: 1, json: { error: { code: 'already-approved' } } })
    expect(bring('PRACTICE-run-0001.approve-root.approval-request.json')).toMatchObject({
      code: 1,
      json: { error: { code: 'transfer-wrong-kind' } },
    })
    expect(conclave(['log', 'show', site.root]).stdout).toContain('elsewhere, brought as a file')
    expect(conclave(['log', 'verify', site.root]).code).toBe(0)
  })

  it('can be that somebody does not agree', async () => {
    const out = join(media, 'refusal.json')
    const { code } = await inTerminal(signing(PRIYA, '--refuse', 'the name is wrong', '--out', out), [
      [/refuse: the name is wrong\? \(yes\/no\)/, 'yes\r'],
      [/Passphrase of priya-raman:/, 'practice priya raman\r'],
    ])
    expect(code).toBe(0)
    const { json } = conclaveJson(['approval', 'import', out, '--facility', site.root])
    expect(json).toMatchObject({ approves: false, person: PRIYA, missing: '1 more officer' })
  })

  it('is not offered for a request that differs from its plan', () => {
    const other = join(elsewhere, 'other.json')
    writeFileSync(other, readFileSync(request, 'utf8').replace('"mode":"practice"', '"mode":"production"'))
    expect(codeOf(conclave(['approval', 'inspect', other]))).toBe('tbs-mismatch')
  })
})
