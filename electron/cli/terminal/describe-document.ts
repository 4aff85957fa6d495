/** A document that people approve, as rows: each field of its canonical JSON under its path. */
export function describeDocument(bytes: Uint8Array): { field: string; value: string }[] {
  return [...fieldsOf(JSON.parse(new TextDecoder().decode(bytes)), '')]
}

function* fieldsOf(value: unknown, path: string): Generator<{ field: string; value: string }> {
  if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) yield* fieldsOf(item, path === '' ? name : `${path}.${name}`)
  } else {
    yield { field: path, value: String(value) }
  }
}
