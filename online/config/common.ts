import { slug } from '../../shared/ids.ts'
import { z } from '../../shared/zod.ts'

/** What every target says, whatever serves there. All paths are absolute: a receiver is started from anywhere. */

export const absolutePath = z
  .string()
  .max(1000)
  // oxlint-disable-next-line no-control-regex -- these are the ones to be found
  .regex(/^\/[^\u0000-\u001f]*$/, 'an absolute path is expected')
  .refine((path) => !path.split('/').includes('..'), 'a path without ".." is expected')

/** Program and arguments; no shell reads it. */
export const commandLine = z.array(z.string().min(1).max(2000)).min(1).max(50)

export const SIGNALS = ['SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGTERM'] as const

/** A command, or a signal to the process whose number is in a file. */
export const reload = z
  .strictObject({
    command: commandLine.optional(),
    signal: z.enum(SIGNALS).optional(),
    pid_file: absolutePath.optional(),
  })
  .refine(
    ({ command, signal, pid_file: file }) =>
      command === undefined ? signal !== undefined && file !== undefined : signal === undefined && file === undefined,
    'give either "command", or "signal" and "pid_file"',
  )

const address = z
  .string()
  .max(260)
  .regex(/^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, 'an address is HOST:PORT')

export const probe = z.strictObject({
  /** HOST:PORT of a TLS server. */
  connect: address,
  /** The name that is asked for and that the certificate must have; without it any name is right. */
  server_name: z.string().min(1).max(253).optional(),
  /** `refused`: the server must turn this client certificate away. */
  expect: z.enum(['accepted', 'refused']).default('accepted'),
  /** Authority of the hand-off that must be in the chain of the server. */
  issued_by: slug.optional(),
  client_certificate: absolutePath.optional(),
  client_key: absolutePath.optional(),
  /** A path to ask for by HTTP/1.1; servers like nginx turn a client certificate away only then, with 4xx. */
  http: z
    .string()
    .max(1000)
    .regex(/^\/[!-~]*$/, 'an HTTP path begins with "/"')
    .optional(),
})
export type Probe = z.infer<typeof probe>

const fileName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/, 'a plain file name')

export const COMMON = {
  name: slug,
  /** Where its files go. */
  folder: absolutePath,
  /**
   * `link`: every generation has a folder of its own below `folder`, and `folder/current` leads to one of them: all files change in one
   * step. `files`: they lie in `folder` itself, and each changes in one step.
   */
  publish: z.enum(['link', 'files']).optional(),
  /** Other names for the files that the driver makes. */
  names: z.record(fileName, fileName).optional(),
  /** Run when it is this target's turn, before its files are made: to get a new leaf certificate, for instance. */
  before: commandLine.optional(),
  /** Run after the files are in place and before the reload; its failure puts the old ones back. `{}` is their folder. */
  test: commandLine.optional(),
  reload: reload.optional(),
  probes: z.array(probe).max(50).default([]),
} as const

/** Which of the issuing CAs of a hand-off this target uses, and where private keys lie. */
export const ISSUING = {
  /** Its name in the hand-off; without it the one that a key here belongs to, or the default issuer. */
  issuer: slug.optional(),
  /** PEM files of private keys, or folders of them. They are only looked at and linked to. */
  keys: z.array(absolutePath).max(20).default([]),
} as const
