import { ShieldCheck, Signature } from 'lucide-react'
import { type ReactElement, useState } from 'react'

import type { LogSummary, VerdictView } from '../../../shared/ipc/contract/log.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { counted } from '../../../shared/counted.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { Button } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import type { Tone } from '../../ui/state-glyph.tsx'
import { Words } from '../../ui/words.tsx'
import styles from './log.module.css'
import { ReviewDialog } from './review-dialog.tsx'
import { useVerdict, verifyLog } from './verdict-store.ts'

export interface LogHeadProps {
  readonly facility: string
  readonly summary: LogSummary
}

/** What is certain of the whole log, and the latest checkpoint to compare with a printed one. */
export function LogHead({ facility, summary }: LogHeadProps): ReactElement {
  const store = useVerdict()
  const [reviewing, setReviewing] = useState(false)
  const readOnly = useFacility((state) => state.facility?.readOnly === true)
  const progress = useFacility((state) => state.progress)
  const mine = store.facility === facility
  const { tone, title, text } = statement(mine ? store : null, summary, progress?.text, readOnly)
  return (
    <PageHead
      size="detail"
      tone={tone}
      title={title}
      actions={
        <>
          <LatestCheckpoint latest={summary.latest} />
          {!readOnly && (
            <Button icon={Signature} onPress={() => setReviewing(true)}>
              Review and sign …
            </Button>
          )}
          <Button
            icon={ShieldCheck}
            isPending={mine && store.verifying}
            onPress={() => {
              void verifyLog(facility)
            }}
          >
            {mine && store.verifying ? 'Verifying the log' : 'Verify the whole log'}
          </Button>
        </>
      }
    >
      {text} {reviewWords(summary.review)}
      {reviewing && <ReviewDialog facility={facility} onClose={() => setReviewing(false)} />}
    </PageHead>
  )
}

/** NetSec 3.1.2 wants a review every 31 days. */
function reviewWords({ last, due }: LogSummary['review']): string {
  const next = `the next review is due by ${due.slice(0, 10)}`
  return last === null
    ? `Nobody has signed a review yet; ${next}.`
    : `Last reviewed by ${last.by} on ${last.at.slice(0, 10)}, entry ${String(last.entry)}; ${next}.`
}

interface Statement {
  readonly tone: Tone
  readonly title: string
  readonly text: string
}

type Known = Pick<ReturnType<typeof useVerdict.getState>, 'verdict' | 'failure' | 'verifying'> | null

function statement(known: Known, summary: LogSummary, progress: string | undefined, readOnly: boolean): Statement {
  if (known?.verifying === true) {
    return {
      tone: 'partial',
      title: 'Every entry, checkpoint, signature and file is checked',
      text: progress ?? 'The log stays open; nothing is changed by this.',
    }
  }
  const { verdict = null, failure = null } = known ?? {}
  if (failure !== null) {
    return { tone: 'danger', title: 'The log could not be verified', text: failure.message }
  }
  const latest = verdict ?? summary.examined
  if (latest !== null) return verdictStatement(latest, summary)
  return {
    tone: 'waiting',
    title: 'Not verified since it was opened',
    text: `${counts(summary.size, summary.checkpoints, summary.artifacts)}. ${readOnly ? 'What is shown is what the log key signed when the facility was last closed.' : 'The log fitted its last checkpoint when it was opened.'}`,
  }
}

function verdictStatement(verdict: VerdictView, summary: LogSummary): Statement {
  const newer = summary.size - verdict.entries
  const since = newer > 0 ? ` ${counted(newer, 'entry is', 'entries are')} newer than this check.` : ''
  const text = `${verdict.sentence} Checked at ${verdict.at.slice(11, 19)}Z.${since}`
  return { tone: verdict.ok ? 'ok' : 'danger', title: verdict.headline, text }
}

function counts(entries: number, checkpoints: number, files: number): string {
  return [
    counted(entries, 'entry', 'entries'),
    counted(checkpoints, 'checkpoint', 'checkpoints'),
    counted(files, 'file', 'files'),
  ].join(', ')
}

function LatestCheckpoint({ latest }: { readonly latest: LogSummary['latest'] }): ReactElement | null {
  if (latest === null) return null
  return (
    <div className={styles['latest']}>
      <span>
        <b>Checkpoint {latest.size.toLocaleString('en')}</b>
        <Bitting digest={latest.root.hex} width={134} height={15} strong />
      </span>
      <Words words={latest.root.words.slice(0, 4)} more />
    </div>
  )
}
