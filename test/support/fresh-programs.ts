import { ensureBuilt } from '../../scripts/build/ensure-built.mjs'

/** Once before all tests: the programs in dist/ that tests start are those of the sources of now. */
export async function setup(): Promise<void> {
  await ensureBuilt((line: string) => process.stderr.write(`${line}\n`), ['programs'])
}
