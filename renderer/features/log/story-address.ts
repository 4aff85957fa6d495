import type { StorySubject } from '../../../shared/ipc/contract/stories.ts'
import { hrefTo } from '../../route.ts'

/** What follows `#/log/stories`: "certificate", and its SHA-256; null for anything else. */
export function subjectOf([of, id]: readonly string[]): StorySubject | null {
  if (id === undefined) return null
  switch (of) {
    case 'certificate':
      return { of, certificate: id }
    case 'key':
      return { of, key: id }
    case 'person':
      return { of, person: id }
    case 'run':
      return { of, run: id }
    default:
      return null
  }
}

export function storyHref(subject: StorySubject): string {
  switch (subject.of) {
    case 'certificate':
      return hrefTo('log', 'stories', subject.of, subject.certificate)
    case 'key':
      return hrefTo('log', 'stories', subject.of, subject.key)
    case 'person':
      return hrefTo('log', 'stories', subject.of, subject.person)
    case 'run':
      return hrefTo('log', 'stories', subject.of, subject.run)
  }
}
