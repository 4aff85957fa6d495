import type { ReactElement, ReactNode } from 'react'

import type { ApprovalItem } from '../../../shared/ipc/contract/steps.ts'
import type { KeyView, LintView } from '../../../shared/ipc/contract/views.ts'
import { classNames } from '../../ui/class-names.ts'
import { StateGlyph, type Tone } from '../../ui/state-glyph.tsx'
import styles from './item-facts.module.css'
import { keyWords } from './key-words.ts'
import { algorithmName } from './wording.ts'

/** Two facts an officer weighs beside the bytes: what the rules say, and what the signing key is. */
export function ItemFacts({ item }: { readonly item: ApprovalItem }): ReactElement {
  return (
    <div className={classNames(styles['facts'], isQuiet(item) && styles['quiet'])}>
      {item.lint !== null && <Lint lint={item.lint} />}
      {item.key !== null && <Key view={item.key} />}
    </div>
  )
}

/** Nothing in the facts asks for attention: where there is little room, the words to be read aloud come first. */
function isQuiet({ lint, key }: ApprovalItem): boolean {
  return (lint?.findings.length ?? 0) === 0 && (key?.attributes.every(({ ok }) => ok) ?? true)
}

function Fact({
  tone,
  title,
  children,
}: {
  readonly tone: Tone
  readonly title: string
  readonly children: ReactNode
}): ReactElement {
  return (
    <div className={styles['fact']}>
      <h3>
        <StateGlyph tone={tone} size={16} />
        {title}
      </h3>
      <div>{children}</div>
    </div>
  )
}

function Lint({ lint }: { readonly lint: LintView }): ReactElement {
  const errors = lint.findings.filter(({ severity }) => severity === 'error').length
  const warnings = lint.findings.length - errors
  const found = [counted(errors, 'error'), counted(warnings, 'warning')].filter(Boolean).join(', ')
  return (
    <Fact
      tone={errors > 0 ? 'danger' : warnings > 0 ? 'attention' : 'ok'}
      title={`Lint: ${lint.rules} rules, ${found === '' ? 'no finding' : found}`}
    >
      <p>
        Checked against {lint.checkedAgainst}. No waiver used. Report <code>{lint.report.slice(0, 8)}…</code>
      </p>
      {lint.findings.map((finding) => (
        <p key={finding.id} className={styles['finding']}>
          <b>{finding.id}</b> {finding.message} ({finding.citation})
        </p>
      ))}
    </Fact>
  )
}

function Key({ view }: { readonly view: KeyView }): ReactElement {
  const wrong = view.attributes.filter(({ ok }) => !ok)
  return (
    <Fact
      tone={wrong.length === 0 ? 'ok' : 'danger'}
      title={
        wrong.length === 0 ? `Signed with ${view.name}, as policy wants it` : `${view.name} is not as policy wants it`
      }
    >
      <p>
        {algorithmName(view.algorithm)} in {view.token}, object <code>{view.id.slice(0, 8)}</code>. {keyWords(view)}
      </p>
    </Fact>
  )
}

function counted(count: number, word: string): string {
  if (count === 0) return ''
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
