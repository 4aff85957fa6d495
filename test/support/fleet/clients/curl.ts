import { run } from './run.ts'
import { answered, type Client, type ClientFiles, refusal, type Verdict } from './verdict.ts'

export const curl: Client = { name: 'curl', connect }

async function connect(port: number, { chain, key, anchors, crls }: ClientFiles): Promise<Verdict> {
  const trust = ['--cacert', anchors, '--crlfile', crls, '--cert', chain, '--key', key]
  const ran = await run('curl', ['-sS', '--noproxy', '*', ...trust, `https://127.0.0.1:${String(port)}/`])
  return ran.code === 0 ? answered(ran.output) : refusal(ran.errors)
}
