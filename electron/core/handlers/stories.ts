import type { storiesContract, Story, StorySubject } from '../../../shared/ipc/contract/stories.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import { compareCheckpoints } from '../explorer/compare-checkpoints.ts'
import { Explorer } from '../explorer/explorer.ts'
import type { LogIndex } from '../explorer/log-index.ts'
import { policyHistory } from '../explorer/policies.ts'
import { certificateStory } from '../explorer/stories/certificate.ts'
import { keyStory } from '../explorer/stories/key.ts'
import { storyLines } from '../explorer/stories/list.ts'
import { personStory } from '../explorer/stories/person.ts'
import { runStory } from '../explorer/stories/run.ts'
import type { FacilityRecord } from '../facility/record.ts'

export function storyHandlers(record: () => FacilityRecord): Handlers<typeof storiesContract> {
  const indexed = (): Promise<LogIndex> => Explorer.of(record()).complete()
  return {
    'story.list': ({ of, text }) => storyLines(record().state, of, text),
    'story.read': async ({ subject }) => {
      const index = await indexed()
      return tell(record(), index, subject)
    },
    'log.policies': async () => {
      const index = await indexed()
      return { versions: policyHistory(record(), index) }
    },
    'log.checkpoints': () => ({ sizes: record().store.checkpointSizes() }),
    'log.compare': async ({ from, to }) => {
      const index = await indexed()
      return compareCheckpoints(record(), index, from, to)
    },
  }
}

function tell(record: FacilityRecord, index: LogIndex, subject: StorySubject): Story {
  switch (subject.of) {
    case 'certificate':
      return certificateStory(record, index, subject.certificate)
    case 'key':
      return keyStory(record, index, subject.key)
    case 'person':
      return personStory(record, index, subject.person)
    case 'run':
      return runStory(record, index, subject.run)
  }
}
