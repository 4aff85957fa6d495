import type { TokenView } from '../../../shared/ipc/contract/views.ts'
import type { Tone } from '../../ui/state-glyph.tsx'
import type { Hsms } from './place.ts'

export interface Statement {
  readonly title: string
  readonly text: string
}

/** The PIN of a token in words; null while all is well. */
export function pinTrouble(pin: TokenView['userPin']): { readonly word: string; readonly text: string } | null {
  switch (pin) {
    case 'ok':
      return null
    case 'count-low':
      return {
        word: 'Wrong PIN entered before',
        text: 'Somebody entered a wrong PIN since it was last opened. Opening it with the right PIN sets the count back.',
      }
    case 'final-try':
      return {
        word: 'One try left',
        text: 'One more wrong PIN locks the token. Stop, find the right PIN in its sealed envelope, and enter it slowly.',
      }
    case 'locked':
      return {
        word: 'PIN locked',
        text: 'Too many wrong PINs were entered. The security officer of the HSM has to set a new PIN with its own tools.',
      }
  }
}

export function pinTone(pin: TokenView['userPin']): Tone {
  return pin === 'ok' ? 'ok' : pin === 'locked' ? 'danger' : 'attention'
}

/** One sentence first: what is true of the HSMs of this facility now. */
export function hsmsStatement({ modules, registered }: Hsms): Statement {
  const failure = modules.find((module) => module.failure !== null)?.failure ?? null
  if (failure !== null) {
    const which = modules.length === 1 ? 'The HSM module' : 'An HSM module'
    return { title: `${which} does not answer`, text: failure.message }
  }
  if (modules.length === 0) {
    return {
      title: 'No HSM module is named for this machine',
      text: 'The file machine.json of the facility names the PKCS#11 libraries that Conclave may load.',
    }
  }
  const missing = registered.find((token) => !token.here)
  if (missing !== undefined) {
    const count = registered.filter((token) => !token.here).length
    return {
      title: count === 1 ? `${missing.name} is not here` : `${count} of ${registered.length} HSMs are not here`,
      text: `No slot shows the token "${missing.label}", serial ${missing.serial}. Connect it, or put its card in the reader, and look again.`,
    }
  }
  const tokens = modules.flatMap((module) => module.tokens)
  const troubled = tokens.find((token) => token.userPin !== 'ok')
  const trouble = troubled === undefined ? null : pinTrouble(troubled.userPin)
  if (troubled !== undefined && trouble !== null) {
    return { title: `${troubled.name ?? troubled.label}: ${trouble.word.toLowerCase()}`, text: trouble.text }
  }
  return openOrClosed(registered.length, tokens)
}

function openOrClosed(registered: number, tokens: readonly TokenView[]): Statement {
  const open = tokens.filter((token) => token.open)
  if (open.length > 0) {
    const names = open.map((token) => token.name ?? token.label).join(', ')
    return {
      title: `${names} ${open.length === 1 ? 'is' : 'are'} open`,
      text: 'Its keys can be used by the steps of the open ceremony until a step closes it, or Conclave ends.',
    }
  }
  if (registered === 0)
    return { title: 'No HSM is registered', text: 'A facility registers its tokens when it is founded.' }
  return {
    title: registered === 1 ? 'The HSM is here and closed' : `All ${registered} HSMs are here and closed`,
    text: 'No key can be used. A step of a ceremony opens it with its PIN when it is needed; this screen never asks for one.',
  }
}
