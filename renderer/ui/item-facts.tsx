import type { ReactElement, ReactNode } from 'react'

import { algorithmName } from './algorithm-name.ts'
import { classNames } from './class-names.ts'
import { counted } from '../../shared/counted.ts'
import { StateGlyph, type Tone } from './state-glyph.tsx'
import { State } from './state.tsx'
import styles from './item-facts.module.css'
import { keyWords } from './key-words.ts'
import type { LintReport, ReviewedItem, ReviewedKey } from './reviewed-item.ts'

/**
 * Two facts an officer weighs beside the bytes: what the rules say, and what the signing key is. On a low screen, where both
 * are quiet, only their verdicts stand above the words that are read aloud, and the rest below them.
 */
export function ItemFacts({ item }: { readonly item: ReviewedItem }): ReactElement {
  const { lint, key } = item
  const quiet = isQuiet(item)
  return (
    <>
      {quiet && (
        <div className={styles['brief']} aria-hidden>
          {lint !== null && <State tone="ok">{lintTitle(lint)}</State>}
          {key !== null && <State tone="ok">{keyTitle(key)}</State>}
        </div>
      )}
      <div className={classNames(styles['facts'], quiet && styles['quiet'])}>
        {lint !== null && <Lint lint={lint} />}
        {key !== null && <Key view={key} />}
      </div>
    </>
  )
}

/** Nothing in the facts asks for attention: where there is little room, the words to be read aloud come first. */
function isQuiet({ lint, key }: ReviewedItem): boolean {
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

function lintTitle({ rules, findings }: LintReport): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.length - errors
  const found = [errors > 0 && counted(errors, 'error'), warnings > 0 && counted(warnings, 'warning')]
    .filter(Boolean)
    .join(', ')
  return `Lint: ${rules} rules, ${found === '' ? 'no finding' : found}`
}

function keyTitle({ name, attributes }: ReviewedKey): string {
  return attributes.every(({ ok }) => ok)
    ? `Signing key ${name} is as policy wants it`
    : `Signing key ${name} is not as policy wants it`
}

function Lint({ lint }: { readonly lint: LintReport }): ReactElement {
  const hasError = lint.findings.some(({ severity }) => severity === 'error')
  const tone = hasError ? 'danger' : lint.findings.length > 0 ? 'attention' : 'ok'
  return (
    <Fact tone={tone} title={lintTitle(lint)}>
      <p>
        Checked against {lint.checkedAgainst}. Report <code>{lint.report.slice(0, 8)}…</code>
      </p>
      {lint.findings.map((finding) => (
        <p key={finding.id} className={styles['finding']}>
          <b>{finding.id}</b> {finding.message} ({finding.citation})
        </p>
      ))}
    </Fact>
  )
}

function Key({ view }: { readonly view: ReviewedKey }): ReactElement {
  return (
    <Fact tone={view.attributes.every(({ ok }) => ok) ? 'ok' : 'danger'} title={keyTitle(view)}>
      <p>
        {algorithmName(view.algorithm)} in {view.token}, object <code>{view.id.slice(0, 8)}</code>. {keyWords(view)}
      </p>
    </Fact>
  )
}
