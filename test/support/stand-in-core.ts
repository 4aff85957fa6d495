import type { Message } from '../../shared/ipc/link.ts'
import type { Reply } from '../../shared/ipc/operation.ts'

// What CoreProcess needs of a core and no more: answers, events and endings on request.
const behaviour = process.argv[2] ?? 'ready'

if (behaviour === 'exit') process.exit(7)
if (behaviour === 'deaf') setInterval(() => undefined, 1000)

process.on('disconnect', () => process.exit(0))
process.on('message', (message: Message) => {
  if (message.type !== 'call') return
  const { id, name, body } = message
  const answer = (reply: Reply): void => {
    send({ type: 'reply', id, reply })
  }
  switch (name) {
    case 'test.echo':
      answer({ ok: true, value: body })
      break
    case 'test.environment':
      answer({ ok: true, value: { ...process.env } })
      break
    case 'test.event':
      send({ type: 'event', name: 'test.happened', body })
      break
    case 'test.silence':
      break
    default:
      answer({ ok: false, failure: { code: 'unknown-operation', message: 'There is no such operation.' } })
  }
})

if (behaviour === 'ready') send({ type: 'event', name: 'core.ready', body: {} })

function send(message: Message): void {
  process.send?.(message)
}
