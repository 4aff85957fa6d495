import { definitionDigest, procedureName, procedureWord } from '../../../shared/procedure/definition.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { Library } from '../procedure/library.ts'

/**
 * What became of the files that an open run was reviewed with, in sentences; none while they are the same. The run goes on with what
 * it was opened with, which is in its facility under the digest of its plan.
 */
export function changedFiles({ procedures }: Pick<Library, 'procedures'>, run: RunState): string[] {
  if (run.status !== 'open') return []
  const { definition, ceremonies = {} } = run.plan
  const reviewed = [
    [procedureName(definition), definitionDigest(definition)] as const,
    ...Object.entries(ceremonies).map(([name, { digest }]) => [name, digest] as const),
  ]
  return reviewed.flatMap(([name, digest], index) => {
    const now = procedures.get(name)
    if (now !== undefined && definitionDigest(now) === digest) return []
    const [word, own] = [index === 0 ? procedureWord(definition) : 'ceremony', index === 0]
    const became = now === undefined ? 'is not there any more' : `was changed, it is version ${String(now.version)} now`
    const then = own
      ? `This run goes on with version ${String(definition.version)}, ${digest.slice(0, 8)}, with which it was opened.`
      : 'A ceremony of it ends no step of this run without a deviation.'
    return [`The file of the ${word} ${name} ${became}. ${then}`]
  })
}
