import { earlier, type Manipulation, type Match, ofKind, retold, setting, without } from './manipulation.ts'

const inRun: (match: Match) => Match = (match) => (entry) => entry.run === 'run-0002' && match(entry)
const done = (step: string): Match => inRun(ofKind('step-done', step))
const room = (name: string, change: Parameters<typeof retold>[1]): Manipulation => retold(name, change, 'room')

/** What people did in the room, retold by the holder of the log key. */
export const RETOLD_ROOM: readonly Manipulation[] = [
  room('an exception that nobody decided', without(inRun(ofKind('exception-decided')))),
  room('an exception that never was', (entries) =>
    without(inRun(ofKind('exception-raised')))(without(inRun(ofKind('exception-decided')))(entries) as never),
  ),
  room('an exception in other words', setting(inRun(ofKind('exception-raised')), 'data.happened', 'Nothing at all.')),
  room('an exception noticed by who decided it', setting(inRun(ofKind('exception-raised')), 'actor', 'tomas-oliveira')),
  room('another decision', setting(inRun(ofKind('exception-decided')), 'data.statement.decision', 'abort')),
  room('another reason', setting(inRun(ofKind('exception-decided')), 'data.statement.reason', 'It was nothing.')),
  room(
    'somebody who agrees after all',
    setting(
      inRun(({ kind, actor }) => kind === 'sign-off-given' && actor === 'greta-lindqvist'),
      'data.statement.agrees',
      true,
    ),
  ),
  room('a closing that says that all agreed', setting(inRun(ofKind('run-closed')), 'data.disagree', [])),
  room(
    'a sign-off over another checkpoint',
    setting(inRun(ofKind('sign-off-given')), 'data.statement.checkpoint.size', 12),
  ),
  room('a run that nobody signed off', without(inRun(ofKind('sign-off-given')))),
  room(
    'somebody who was never there',
    without(inRun(({ kind, actor }) => kind === 'person-signed-in' && actor === 'priya-raman')),
  ),
  room('somebody in another role', setting(inRun(ofKind('person-signed-in')), 'data.statement.role', 'witness')),
  room('a pause that never was', without(inRun(ofKind('run-paused')))),
  room(
    'a last try that whoever types allowed',
    setting(inRun(ofKind('final-try-allowed')), 'data.statement.typist', 'greta-lindqvist'),
  ),
  room('a refusal that is gone', without(inRun(ofKind('approval-refused')))),
  room(
    'a remark in other words',
    setting(
      inRun(({ kind, data }) => kind === 'sign-off-given' && JSON.stringify(data).includes('Too fast')),
      'data.statement.remark',
      'Fine.',
    ),
  ),
  room('another person removed', setting(done('remove'), 'data.output.change.person', 'priya-raman')),
  room('another reason of a removal', setting(done('removal'), 'data.output.change.reason', 'Retired.')),
  room('another key destroyed', setting(inRun(ofKind('step-intended', 'destroy')), 'data.intent.key', 'ab'.repeat(32))),
  room('another bag number', setting(done('bag'), 'data.output.bags.0.sealed', 'ZZ-999999')),
  room('a failure that never was', without(inRun(ofKind('step-failed', 'open')))),
  room('a statement that was not read', setting(done('said'), 'data.output.statement', 'The door is open.')),
  room('an approval before its step', earlier(inRun(ofKind('approval-given', 'agree-removal')))),
  room('evidence of a rehearsal by somebody else', setting(ofKind('rehearsal-recorded'), 'actor', 'greta-lindqvist')),
]
