import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../electron/cli/commands.ts'
import { codeOf, conclave, conclaveJson } from './command-line.ts'

describe('conclave', () => {
  it('says its version and lists every command', () => {
    expect(conclave(['--version'])).toMatchObject({ code: 0, stdout: 'conclave 0.1.0\n' })
    const help = conclave(['help'])
    expect(help.code).toBe(0)
    for (const { name } of COMMANDS) expect(help.stdout).toContain(name)
  })

  it.each(COMMANDS.map(({ name }) => name))('helps with %s', (name) => {
    const help = conclave([...name.split(' '), '--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain(`usage: conclave ${name}`)
    expect(help.stdout).toContain('--json')
  })

  it.each([
    [[]],
    [['lgo', 'verify', 'x']],
    [['log']],
    [['log', 'verfy', 'x']],
    [['log', 'verify']],
    [['log', 'verify', 'a', 'b']],
    [['log', 'verify', 'a', '--form', 'x']],
    [['log', 'verify', 'a', '--from']],
    [['log', 'verify', 'a', '--from=']],
    [['log', 'verify', 'a', '--from', 'x', '--from', 'y']],
    [['log', 'show', 'a', '--from', '-1']],
    [['log', 'show', 'a', '--from', '7', '--to', '3']],
    [['plan', 'check']],
    [['run', 'x.plan.yaml']],
    [['hsm', 'list']],
    [['hsm', 'list', '--module', 'a', '--facility', 'b']],
    [['handoff', 'verify', 'x']],
    [['handoff', 'verify', 'x', '--signers', 'y', '--domain', 'No Domain']],
    [['practice', '--out', 'x', 'y']],
    [['inspect', '--json=yes', 'x']],
  ])('refuses %j as wrong usage, with exit code 2', (args) => {
    const result = conclave(args)
    expect(result.code).toBe(2)
    expect(result.stdout).toBe('')
    const [first = '', second = '', ...more] = result.stderr.trimEnd().split('\n')
    expect(codeOf({ ...result, stderr: first })).toBe('invalid-request')
    expect(second).toMatch(/^usage: conclave /)
    expect(more).toEqual([])
  })

  it('says wrong usage as one object with --json', () => {
    const { code, json, stderr } = conclaveJson(['log', 'verify', 'a', '--form', 'x'])
    expect(code).toBe(2)
    expect(stderr).toBe('')
    expect(json['error']).toMatchObject({ code: 'invalid-request' })
  })

  it('suggests the nearest option and command', () => {
    expect(conclave(['log', 'verify', 'a', '--fron', 'x']).stderr).toContain('"--from"')
    expect(conclave(['practise']).stderr).toContain('"practice"')
  })

  it.each([
    [['log', 'verify', '/nonexistent'], 'facility-not-found'],
    [['log', 'show', '/nonexistent'], 'facility-not-found'],
    [['facility', 'status', '/nonexistent'], 'facility-not-found'],
    [['handoff', 'verify', '/nonexistent', '--signers', '/nonexistent'], 'file-not-found'],
    [['plan', 'check', '/nonexistent.plan.yaml'], 'file-not-found'],
    [['plan', 'check', '/'], 'file-unreadable'],
    [['inspect', '/nonexistent'], 'file-not-found'],
    [['inspect', '/dev/zero'], 'file-unreadable'],
    [['hsm', 'list', '--facility', '/nonexistent'], 'facility-not-found'],
    [['hsm', 'list', '--module', '/nonexistent'], 'module-not-found'],
    [['hsm', 'list', '--module', '/etc/hostname'], 'module-not-pkcs11'],
    [['hsm', 'inspect', '--module', '/etc/hostname'], 'module-not-pkcs11'],
    [['practice', '--out', '/etc/hostname'], 'file-exists'],
    [['practice', '--out', '/proc/nowhere'], 'file-not-writable'],
  ])('refuses %j with %s and exit code 1, in one line and as data', (args, code) => {
    const result = conclave(args)
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe(code)
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
    const asJson = conclaveJson(args)
    expect(asJson.code).toBe(1)
    expect(asJson.stderr).toBe('')
    expect(asJson.json['error']).toMatchObject({ code })
  })
})
