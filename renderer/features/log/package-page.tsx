import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { Withheld } from '../../../shared/audit/withheld.ts'
import { call, type Response } from '../../bridge/client.ts'
import { forgetProgress, useFacility } from '../../bridge/facility-store.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ProgressBar } from '../../ui/meter.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { PathField } from '../../ui/path-field.tsx'
import { RadioCards } from '../../ui/radio-cards.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './stories.module.css'
import { WithheldEntries } from './withheld-entries.tsx'

const PAPERS = [
  {
    id: 'used',
    label: 'Of the runs that matter',
    consequence: 'Those that used a key, were aborted, or did not go as planned.',
  },
  { id: 'all', label: 'Of every run', consequence: 'Two or three papers for each; thousands of runs take a while.' },
] as const

/** Everything to take home, in one folder: checked with Python and OpenSSL alone. */
export function PackagePage(): ReactElement {
  const progress = useFacility((store) => store.progress)
  const [parent, setParent] = useState('')
  const [seed, setSeed] = useState('')
  const [papers, setPapers] = useState<'all' | 'used'>('used')
  const [withheld, setWithheld] = useState<readonly Withheld[]>([])
  const [working, setWorking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [written, setWritten] = useState<Response<'log.package'> | null>(null)
  const missing = parent.trim() === '' ? 'Choose where it goes.' : seed.trim() === '' ? 'Give a seed.' : undefined

  const pack = async (): Promise<void> => {
    if (working || missing !== undefined) return
    setWorking(true)
    setFailure(null)
    setWritten(null)
    forgetProgress()
    try {
      const what = { parent: parent.trim(), seed: seed.trim(), sample: 25, papers, withheld: [...withheld] }
      setWritten(await call('log.package', what))
    } catch (error) {
      setFailure(toFailure(error))
    } finally {
      setWorking(false)
      forgetProgress()
    }
  }
  const choose = async (): Promise<void> => {
    const { path } = await call('host.choose-folder', { title: 'Where the package goes', buttonLabel: 'Put it here' })
    if (path !== null) setParent(path)
  }
  return (
    <ScrollArea label="Auditor package" className={styles['page']}>
      <p className={styles['lead']}>
        Log, files, papers, report, a sample with proofs, and a verifier that needs Python and OpenSSL only. Start with
        its README.
      </p>
      <form
        className={styles['form']}
        aria-label="Auditor package"
        onSubmit={(event) => {
          event.preventDefault()
          void pack()
        }}
      >
        <PathField
          label="In this folder"
          value={parent}
          onChange={setParent}
          onChoose={() => void choose()}
          chooseLabel="Choose …"
          help="A new folder is made in it. Nothing that exists is changed."
        />
        <TextField
          label="Seed of the sample"
          value={seed}
          onChange={setSeed}
          maxLength={200}
          help="A public text that nobody could choose before: the numbers of a lottery, the first words of a newspaper of the day."
        />
        <RadioCards
          label="Papers"
          value={papers}
          onChange={(id) => setPapers(id === 'all' ? 'all' : 'used')}
          cards={PAPERS}
        />
        <WithheldEntries withheld={withheld} onChange={setWithheld} />
        {failure !== null && <FailureNote failure={failure} />}
        {working ? (
          <ProgressBar
            label="Making the package"
            value={progress === null || progress.total === 0 ? undefined : progress.done / progress.total}
            words={`${progress?.text ?? 'Making the package'} …`}
          />
        ) : (
          <div>
            <Button variant="primary" size="large" type="submit" locked={missing}>
              Make the auditor package
            </Button>
          </div>
        )}
      </form>
      {written !== null && <Written written={written} />}
    </ScrollArea>
  )
}

function Written({ written }: { readonly written: Response<'log.package'> }): ReactElement {
  const { path, entries, papers, ok, headline } = written
  return (
    <PageHead size="detail" tone={ok ? 'ok' : 'danger'} title="The package is written">
      {headline}. {entries.toLocaleString('en')} entries, {papers} {papers === 1 ? 'paper' : 'papers'}, in{' '}
      <code>{path}</code>
    </PageHead>
  )
}
