import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import { policy, type Policy } from '../../../shared/people/policy.ts'
import { checkContradictions, profile, type Profile } from '../../../shared/pki/profile.ts'
import { checkDefinition } from '../../../shared/procedure/check.ts'
import type { KnownCeremonies } from '../../../shared/procedure/check-ceremonies.ts'
import { ceremony, type Definition, playbook, procedureName } from '../../../shared/procedure/definition.ts'
import type { z } from '../../../shared/zod.ts'
import { knownCeremonies } from './known-ceremonies.ts'
import { parseYaml } from './yaml.ts'

/** The ceremonies, playbooks, profiles and policies that come with the program, read strictly. A bad file is a failure, not a gap. */
export interface Library {
  readonly procedures: ReadonlyMap<string, Definition>
  readonly profiles: ReadonlyMap<string, Profile>
  readonly policies: ReadonlyMap<string, Policy>
}

export function loadLibrary(directory: string): Library {
  const ceremonies = readAll(directory, '.ceremony.yaml', parseProcedure, procedureName)
  const known = knownCeremonies(ceremonies.values())
  const parsePlaybook = (name: string, text: string): Definition => parseProcedure(name, text, known)
  const procedures = new Map([...ceremonies, ...readAll(directory, '.playbook.yaml', parsePlaybook, procedureName)])
  const profiles = readAll(join(directory, 'profiles'), '.profile.yaml', parseProfile, (read) => read.profile)
  const policies = readAll(join(directory, 'policies'), '.policy.yaml', parsePolicy, (read) => read.policy)
  return { procedures, profiles, policies }
}

/** By the end of its name: a playbook, else a ceremony. `known`: the ceremonies that a playbook may start. */
export function parseProcedure(name: string, text: string, known: KnownCeremonies | null = null): Definition {
  const schema: z.ZodType<Definition> = name.endsWith('.playbook.yaml') ? playbook : ceremony
  return parseYaml(name, text, schema, (document) => checkDefinition(document, known), 'procedure-invalid')
}

function parseProfile(name: string, text: string): Profile {
  return parseYaml(name, text, profile, checkContradictions, 'profile-invalid')
}

export function parsePolicy(name: string, text: string): Policy {
  return parseYaml(name, text, policy, () => [], 'procedure-invalid')
}

/** By the file's base name, which must be the name inside: a renamed copy would be a second truth. */
function readAll<T>(
  directory: string,
  suffix: string,
  parse: (name: string, text: string) => T,
  nameOf: (value: T) => string,
): Map<string, T> {
  const files = readdirSync(directory)
    .filter((file) => file.endsWith(suffix))
    .toSorted()
  return new Map(
    files.map((file) => {
      const value = parse(file, readFileSync(join(directory, file), 'utf8'))
      const name = nameOf(value)
      if (`${name}${suffix}` === file) return [name, value]
      throw fail('procedure-invalid', `${file} is called "${name}" inside.`, {
        remedy: `Call the file ${name}${suffix}.`,
      })
    }),
  )
}

export function findProcedure(library: Library, name: string): Definition {
  const found = library.procedures.get(name)
  if (found !== undefined) return found
  throw fail('procedure-not-found', `There is no procedure "${name}".`, {
    remedy: `Known: ${[...library.procedures.keys()].join(', ')}.`,
  })
}

export function findProfile(library: Library, name: string): Profile {
  const found = library.profiles.get(name)
  if (found !== undefined) return found
  throw fail('profile-invalid', `There is no profile "${name}".`, {
    remedy: `Known: ${[...library.profiles.keys()].join(', ')}.`,
  })
}
