// npm run schemas: writes ceremonies/schema/*.schema.json and docs/receiver.schema.json anew, which editors read. A test says when it is time to.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectEnvironment, projectNode, root } from './setup/project.mjs'
import { runProgram } from './setup/run-program.mjs'
import { sayTo } from './setup/say.mjs'

// The schemas are made out of the sources: only the project's Node is sure to read TypeScript.
if (process.features.typescript) await writeSchemas()
else process.exitCode = await runProgram(projectNode, [import.meta.filename], projectEnvironment())

async function writeSchemas() {
  const source = pathToFileURL(join(root, 'electron', 'core', 'procedure', 'json-schemas.ts')).href
  const made = /** @type {{ jsonSchemas: () => Map<string, object> }} */ (await import(source))
  const folder = join(root, 'ceremonies', 'schema')
  mkdirSync(folder, { recursive: true })
  for (const [name, schema] of made.jsonSchemas()) {
    writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`)
  }
  const receiver = pathToFileURL(join(root, 'online', 'config', 'json-schema.ts')).href
  const { receiverJsonSchema } = /** @type {{ receiverJsonSchema: () => object }} */ (await import(receiver))
  writeFileSync(join(root, 'docs', 'receiver.schema.json'), `${JSON.stringify(receiverJsonSchema(), null, 2)}\n`)
  sayTo(process.stdout)('ceremonies/schema/ and docs/receiver.schema.json are up to date.')
}
