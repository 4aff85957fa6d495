import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { OperationError } from '../../shared/failure.ts'
import { afterFailure, breakerState, CLOSED } from '../../online/apply/breaker.ts'
import { runCommand } from '../../online/apply/command.ts'
import { shakeHands } from '../../online/apply/handshake.ts'
import { untilWell, waitBefore } from '../../online/apply/retry.ts'
import { receiverJsonSchema } from '../../online/config/json-schema.ts'
import { inOrder, readReceiverConfig } from '../../online/config/read.ts'
import { settings } from '../../online/config/schema.ts'
import { takeStateLock } from '../../online/state/lock.ts'
import { metricsText } from '../../online/report/metrics.ts'
import { NOW } from '../electron/core/handoff/fixture.ts'
import { misfits } from '../support/json-schema.ts'
import { scratchFolders } from '../support/scratch-folder.ts'
import { AFTER_FIRST } from './attacks/attack.ts'

const scratch = scratchFolders()

function failureOf(work: () => unknown): OperationError {
  try {
    work()
  } catch (error) {
    if (error instanceof OperationError) return error
    throw error
  }
  throw new Error('it did not fail')
}

describe('waiting between tries', () => {
  it('doubles up to the maximum, and of that between a half and the whole', () => {
    const s = { backoff_ms: 100, backoff_max_ms: 1000 }
    expect([2, 3, 4, 5, 6, 7].map((attempt) => waitBefore(attempt, s, 1))).toEqual([100, 200, 400, 800, 1000, 1000])
    expect([2, 3, 4].map((attempt) => waitBefore(attempt, s, 0))).toEqual([50, 100, 200])
  })

  it('ends when all is well, or when the tries are used up', async () => {
    let looks = 0
    const look = (well: number) => () => Promise.resolve([{ ok: ++looks >= well, detail: '' }])
    const fast = { attempts: 4, backoff_ms: 1, backoff_max_ms: 2 }
    expect(await untilWell(look(3), fast, () => undefined)).toEqual([{ ok: true, detail: '' }])
    expect(looks).toBe(3)
    looks = 0
    expect(await untilWell(look(9), fast, () => undefined)).toEqual([{ ok: false, detail: '' }])
    expect(looks).toBe(4)
  })
})

describe('the circuit breaker', () => {
  it('opens after so many failures in a row, and lets one try through after its time', () => {
    const s = settings.parse({ breaker_failures: 2, breaker_open_seconds: 60 })
    const one = afterFailure(CLOSED, s, NOW)
    expect(breakerState(one, NOW)).toBe('closed')
    const two = afterFailure(one, s, NOW)
    expect(breakerState(two, NOW + 59_000)).toBe('open')
    expect(breakerState(two, NOW + 60_000)).toBe('half-open')
    expect(breakerState(afterFailure(two, s, NOW + 61_000), NOW + 62_000)).toBe('open')
  })
})

describe('the lock of a state folder', () => {
  it('is held by one, and what a killed process left is taken over', async () => {
    const folder = scratch()
    const lock = takeStateLock(folder)
    expect(failureOf(() => takeStateLock(folder)).code).toBe('busy')
    lock.release()
    const module = join(import.meta.dirname, '..', '..', 'online', 'state', 'lock.ts')
    const script = `import { takeStateLock } from ${JSON.stringify(module)}; takeStateLock(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    expect(failureOf(() => takeStateLock(folder)).code).toBe('busy')
    child.kill('SIGKILL')
    await once(child, 'exit')
    takeStateLock(folder).release()
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })

  it('of a process whose number somebody else has now is taken over', () => {
    const folder = scratch()
    writeFileSync(join(folder, 'lock'), `${process.pid} 1\n`)
    takeStateLock(folder).release()
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })
})

describe('the configuration', () => {
  const write = (text: string): string => {
    const path = join(scratch(), 'receiver.yaml')
    writeFileSync(path, text)
    return path
  }
  const target = (more: string): string =>
    `format: ca-handoff-receiver/v1\nregions:\n  - name: eu\n    stage: canary\n    targets:\n      - name: web\n        folder: /srv/web\n${more}`

  it('is read from YAML with its defaults, canaries first', () => {
    const path = write(
      `${target('        driver: nginx\n')}  - name: x\n    stage: all\n    targets: [{ name: a, driver: web-root, folder: /a }]\n`,
    )
    const config = readReceiverConfig(path)
    expect(config.settings.attempts).toBe(5)
    expect(inOrder(config).map(({ name }) => name)).toEqual(['eu', 'x'])
  })

  it.each([
    ['an unknown key', target('        driver: nginx\n        leef: /x\n'), /receiver.yaml:9:9 unknown-key .*leaf/],
    ['an unknown driver', target('        driver: apache\n'), /receiver.yaml:8:\d+ unknown-kind/],
    [
      'a path that is not absolute',
      target('        driver: nginx\n        leaf: x.pem\n'),
      /receiver.yaml:9:\d+ .*absolute path/,
    ],
    ['a key twice', target('        driver: nginx\n        driver: nginx\n'), /duplicate-key/],
    [
      'a reload by signal without a process',
      target('        driver: nginx\n        reload: { signal: SIGHUP }\n'),
      /"signal" and "pid_file"/,
    ],
    [
      'two regions of one name',
      `${target('        driver: nginx\n')}  - name: eu\n    stage: all\n    targets: [{ name: a, driver: nginx, folder: /a }]\n`,
      /repeated two regions/,
    ],
    [
      'two targets in one folder',
      `${target('        driver: nginx\n')}      - name: other\n        driver: nginx\n        folder: /srv/web\n`,
      /repeated the target web has this folder/,
    ],
    ['what is no YAML', 'format: [', /receiver.yaml:1/],
  ])('with %s is refused, with the line', (_, text, expected) => {
    const { code, failure } = failureOf(() => readReceiverConfig(write(text)))
    expect(code).toBe('receiver-config-invalid')
    expect(JSON.stringify(failure.detail?.['problems']).replaceAll(String.raw`\"`, '"')).toMatch(expected)
  })
})

describe('commands', () => {
  it('say in one line how they ended', async () => {
    expect(await runCommand(['true'], 5000)).toMatchObject({ ok: true })
    expect(await runCommand(['sh', '-c', 'echo a; echo no such file >&2; exit 3'], 5000)).toEqual({
      ok: false,
      detail: 'sh ended with 3: no such file',
    })
    expect(await runCommand(['sleep', '60'], 100)).toEqual({ ok: false, detail: 'sleep did not end within 100 ms' })
    expect((await runCommand(['/nowhere'], 100)).detail).toBe('/nowhere cannot be started (ENOENT)')
  })
})

describe('a handshake', () => {
  const ask = (port: number) => shakeHands({ address: `127.0.0.1:${port}`, anchors: '', timeoutMs: 500 })

  it('with nobody, with a server that says nothing, and with one that does not speak TLS says nothing about trust', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    const plain = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
    await sleep(50)
    const port = (server: typeof silent): number => {
      const address = server.address()
      return typeof address === 'object' && address !== null ? address.port : 0
    }
    expect((await ask(port(silent))).outcome).toBe('unreachable')
    expect((await ask(port(plain))).outcome).toBe('unreachable')
    const gone = port(silent)
    silent.close()
    plain.close()
    await sleep(50)
    expect((await ask(gone)).outcome).toBe('unreachable')
  })
})

describe('metrics', () => {
  it('are what promtool would read: a HELP and a TYPE for every family, every sample once', () => {
    const text = metricsText(AFTER_FIRST, null, NOW)
    expect(text).toContain('conclave_handoff_sequence 1\n')
    expect(text).toMatch(/conclave_handoff_expires_seconds \d+\n/)
    const lines = text.trimEnd().split('\n')
    const samples = lines.filter((line) => !line.startsWith('#'))
    expect(new Set(samples.map((line) => line.split(' ')[0])).size).toBe(samples.length)
    for (const line of samples) expect(line).toMatch(/^[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? -?\d+$/)
  })
})

describe('docs', () => {
  const docs = join(import.meta.dirname, '..', '..', 'docs')

  it('have the schema of the configuration as it is: "npm run schemas" writes it', () => {
    const schema = `${JSON.stringify(receiverJsonSchema(), null, 2)}\n`
    expect(readFileSync(join(docs, 'receiver.schema.json'), 'utf8')).toBe(schema)
  })

  it('have an example that is read as it stands, and fits the schema', () => {
    const example = /```yaml\n([\s\S]+?)```/.exec(readFileSync(join(docs, 'handoff.md'), 'utf8'))?.[1] ?? ''
    const path = join(scratch(), 'receiver.yaml')
    writeFileSync(path, example)
    expect(readReceiverConfig(path).regions[0]?.targets.map(({ driver }) => driver)).toEqual([
      'cfssl',
      'nginx',
      'web-root',
    ])
    expect(misfits(receiverJsonSchema() as Record<string, unknown>, parse(example))).toEqual([])
  })
})
