import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { FailureNote } from '../../../renderer/ui/failure-note.tsx'
import { failureText } from '../../../renderer/ui/failure-text.ts'
import { FAILURE_CODES } from '../../../shared/failure.ts'

describe('failureText', () => {
  it('says first what is certain, then why', () => {
    const text = failureText(
      { code: 'hsm-timeout', message: 'HSM A does not answer. It was asked 8 s ago. Look at its cable.' },
      false,
    )
    expect(text.certain).toBe('HSM A does not answer')
    expect(text.why).toBe('It was asked 8 s ago. Look at its cable.')
  })

  it('does not cut a figure, a section or a number in two', () => {
    const messages = [
      'It stopped after 0.8 s of work',
      'BR v2.2.6 §7.1.2 refuses it',
      'Hand-off no. 48 is missing',
      'Is it open? no',
    ]
    for (const message of messages) expect(failureText({ code: 'internal', message }, false).certain).toBe(message)
  })

  it('cuts before a sentence that begins with a figure', () => {
    expect(failureText({ code: 'pin-incorrect', message: 'The PIN is wrong. 2 tries are left.' }, true).why).toBe(
      '2 tries are left.',
    )
  })

  it('never calls an unknown outcome not signed', () => {
    for (const code of ['hsm-outcome-unknown', 'step-outcome-unknown'] as const) {
      expect(failureText({ code, message: 'x' }, true).kind).toBe('unknown')
    }
    expect(failureText({ code: 'pin-incorrect', message: 'x' }, true).kind).toBe('not-signed')
    expect(failureText({ code: 'pin-incorrect', message: 'x' }, false).kind).toBe('refused')
    expect(failureText({ code: 'core-stopped', message: 'x' }, false).kind).toBe('failed')
  })
})

describe('FailureNote', () => {
  it('shows every code last, after what to do', () => {
    for (const code of FAILURE_CODES) {
      const markup = renderToStaticMarkup(
        <FailureNote failure={{ code, message: 'It is so. Therefore.', remedy: 'Do that.' }} />,
      )
      const places = ['It is so', 'Therefore.', 'Do that.', `<code>${code}</code>`].map((part) => markup.indexOf(part))
      expect(places).not.toContain(-1)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }
  })
})
