import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { DOCUMENT_KINDS } from '../../electron/core/procedure/check-document.ts'
import { jsonSchemas } from '../../electron/core/procedure/json-schemas.ts'
import { misfits, pythonVerdicts } from '../support/json-schema.ts'
import { CEREMONIES } from '../support/test-facility.ts'

const BAD = join(import.meta.dirname, '..', 'vectors', 'bad')
const schemas = jsonSchemas()
const files = globSync('**/*.yaml', { cwd: CEREMONIES })

const WRONG = [
  'keys-mistyped.ceremony.yaml',
  'types.plan.yaml',
  'quorums.policy.yaml',
  'root.profile.yaml',
  'rehearsal.answers.yaml',
]

function schemaOf(file: string): { name: string; schema: Record<string, unknown> } {
  const name = `${file.split('.').at(-2) ?? ''}.schema.json`
  return { name, schema: schemas.get(name) ?? {} }
}

describe('The JSON Schemas of ceremonies/schema', () => {
  it('are up to date: "npm run schemas" writes the same', () => {
    const folder = join(CEREMONIES, 'schema')
    expect(readdirSync(folder).toSorted()).toEqual([...schemas.keys()].toSorted())
    for (const [name, schema] of schemas) {
      expect(readFileSync(join(folder, name), 'utf8')).toBe(`${JSON.stringify(schema, null, 2)}\n`)
    }
  })

  it('are there for every kind of file, with a title', () => {
    expect([...schemas.keys()]).toEqual([
      ...DOCUMENT_KINDS.map((kind) => `${kind}.schema.json`),
      'inventory-row.schema.json',
    ])
    for (const schema of schemas.values()) expect(schema.title).toMatch(/^Conclave /)
  })

  it.each(files)('fit %s, which names its own', (file) => {
    const { name, schema } = schemaOf(file)
    const text = readFileSync(join(CEREMONIES, file), 'utf8')
    const folder = file.includes('/') ? '../schema' : './schema'
    expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=${folder}/${name}`)
    expect(misfits(schema, parse(text))).toEqual([])
  })

  it.each(WRONG)('refuse %s', (file) => {
    const { schema } = schemaOf(file)
    expect(misfits(schema, parse(readFileSync(join(BAD, file), 'utf8'))).length).toBeGreaterThan(2)
  })

  it('say the same to another validator, where there is one', () => {
    const read = (folder: string, file: string) => ({
      schema: schemaOf(file).schema,
      value: parse(readFileSync(join(folder, file), 'utf8')) as unknown,
    })
    const questions = [...files.map((file) => read(CEREMONIES, file)), ...WRONG.map((file) => read(BAD, file))]
    const ours = questions.map(({ schema, value }) => misfits(schema, value).length === 0)
    expect(pythonVerdicts(questions) ?? ours).toEqual(ours)
  })
})
