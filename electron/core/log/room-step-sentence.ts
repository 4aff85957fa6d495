import type { FacilityState } from '../../../shared/facility/state.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import type { AirGapVerdict } from '../../../shared/room/air-gap.ts'
import type { BagRecord } from '../../../shared/room/bags.ts'
import type { Sentence } from './sentence.ts'
import { counted } from '../../../shared/counted.ts'
import { endedWithoutStop, joined, personName } from './wording.ts'

interface Context {
  readonly state: FacilityState
}

type RoomKind =
  | 'check-clock'
  | 'check-air-gap'
  | 'inspect-media'
  | 'inspect-token'
  | 'record-bag'
  | 'read-back'
  | 'hand-over'
type Sayings = { readonly [K in RoomKind]: (output: StepOutput<K>, context: Context) => Sentence }

/** A finished step of the room as one sentence. */
export const ROOM_SAYINGS: Sayings = {
  'check-clock': ({ references }, { state }) => ({
    strong: 'The clock',
    text: joined(
      references.map(
        ({ reference, person, offsetSeconds }) =>
          `${offsetWords(offsetSeconds)} ${reference}, read by ${personName(state, person)}`,
      ),
    ),
    label: 'clock',
  }),
  'check-air-gap': ({ verdict, findings, omitted }) => ({
    strong: 'This computer',
    text: `${CUT_OFF[verdict]}: ${verdict === 'ok' ? `${counted(findings.length + omitted, 'fact')} read` : endedWithoutStop(findings[0]?.words ?? '')}`,
    label: 'air gap',
  }),
  'inspect-media': ({ device, path, files, findings, omitted }) => ({
    strong: device?.label ?? path,
    text: `holds ${counted(files, 'file')}, all of them read${findings.length + omitted === 0 ? '' : `, with ${counted(findings.length + omitted, 'finding')}`}`,
    label: 'media',
  }),
  'inspect-token': ({ tokenName, reading, changes, lastRead }) => ({
    strong: tokenName,
    text: `says that it is a ${reading.model}, firmware ${reading.firmware ?? 'not told'}${changes.length > 0 ? `: ${endedWithoutStop(changes.join(' '))}` : lastRead === null ? '' : ', as it did the last time'}`,
    label: 'token',
  }),
  'record-bag': ({ bags, problems }) => {
    const [first, ...others] = bags
    const words = [bagWords(first), ...others.map((bag) => `${bag.item} ${bagWords(bag)}`)].join('; ')
    return {
      strong: first?.item ?? 'Nothing',
      text: `${words}${problems.length === 0 ? '' : ', which does not fit the record'}`,
      label: 'bag',
    }
  },
  'read-back': ({ of, form, compared, how, readerName, listener }, { state }) => ({
    strong: personName(state, listener),
    text: `heard ${String(compared)} ${form === 'words' ? 'words' : 'pairs of digits'} of ${of} from ${readerName}${how === 'typed' ? ', and typed them' : ''}: they are equal`,
    label: 'read-back',
  }),
  'hand-over': ({ role, from, to }, { state }) => ({
    strong: personName(state, to),
    text: `took over as ${role} from ${personName(state, from)}, and both signed`,
    label: 'people',
  }),
}

function bagWords(bag: BagRecord | undefined): string {
  const { opened, sealed } = bag ?? { opened: null, sealed: null }
  if (opened === null) return `went into bag ${sealed ?? ''}`
  return sealed === null ? `came out of bag ${opened}` : `came out of bag ${opened} and went into bag ${sealed}`
}

const CUT_OFF: Readonly<Record<AirGapVerdict, string>> = {
  open: 'is not cut off',
  unknown: 'may not be cut off',
  attention: 'is cut off, with something to look at',
  ok: 'is cut off',
}

function offsetWords(seconds: number): string {
  if (seconds === 0) return 'agrees to the second with'
  return `is ${String(Math.abs(seconds))} s ${seconds > 0 ? 'ahead of' : 'behind'}`
}
