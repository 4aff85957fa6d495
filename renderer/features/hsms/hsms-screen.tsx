import { RefreshCw, SearchCheck } from 'lucide-react'
import type { ReactElement } from 'react'

import { useReading } from '../../bridge/use-reading.ts'
import { navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import styles from './hsms.module.css'
import { Inspect } from './inspect.tsx'
import { ModuleDetail } from './module-detail.tsx'
import { ModuleList } from './module-list.tsx'
import { firstPlace, type Hsms, parsePlace, type Place } from './place.ts'
import { hsmsStatement } from './statement.ts'
import { TokenDetail } from './token-detail.tsx'

const NOTHING = {}

/** Modules, slots, tokens and keys: what is connected, what state it is in, what a person should do. */
export function HsmsScreen({ rest }: { readonly rest: readonly string[] }): ReactElement {
  const { value, failure, read } = useReading('hsms.list', NOTHING)
  const statement =
    value === undefined
      ? { title: 'Asking the HSMs', text: 'A module that starts for the first time may take some seconds.' }
      : hsmsStatement(value)
  const place = parsePlace(rest) ?? (value === undefined ? null : firstPlace(value))
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <PageHead
          title={statement.title}
          actions={
            <>
              <Button icon={RefreshCw} onPress={read}>
                Look again
              </Button>
              <Button icon={SearchCheck} onPress={() => navigate('hsms', 'inspect')}>
                Inspect a module
              </Button>
            </>
          }
        >
          {statement.text}
        </PageHead>
      </div>
      <div className={styles['left']}>{value !== undefined && <ModuleList hsms={value} place={place} />}</div>
      <ScrollArea label="Detail" className={styles['right']}>
        {failure !== null && <FailureNote failure={failure} />}
        {place !== null && <Detail place={place} hsms={value} />}
      </ScrollArea>
    </div>
  )
}

function Detail({ place, hsms }: { readonly place: Place; readonly hsms: Hsms | undefined }): ReactElement | null {
  if (place.kind === 'inspect') return <Inspect />
  if (hsms === undefined) return null
  if (place.kind === 'module') {
    const module = hsms.modules.find(({ path }) => path === place.path)
    return module === undefined ? null : <ModuleDetail module={module} />
  }
  return <TokenDetail key={`${place.label} ${place.serial}`} hsms={hsms} label={place.label} serial={place.serial} />
}
