// What CoreProcess needs of a core and no more: answers, events and endings on request.
const behaviour = process.argv[2] ?? 'ready'

if (behaviour === 'exit') process.exit(7)
if (behaviour === 'deaf') setInterval(() => undefined, 1000)

process.on('disconnect', () => process.exit(0))
process.on('message', (message) => {
  const { id, name, body } = message
  if (!name.startsWith('test.')) {
    process.send({ type: 'reply', id, reply: { ok: false, failure: { code: 'unknown-operation', message: 'No such operation.' } } })
  }
  if (name === 'test.echo') process.send({ type: 'reply', id, reply: { ok: true, value: body } })
  if (name === 'test.environment') process.send({ type: 'reply', id, reply: { ok: true, value: process.env } })
  if (name === 'test.event') process.send({ type: 'event', name: 'test.happened', body })
  if (name === 'test.exit') process.exit(body.code)
})

if (behaviour === 'ready') process.send({ type: 'event', name: 'core.ready', body: {} })
