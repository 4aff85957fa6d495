import { slug } from '../../shared/ids.ts'
import { z } from '../../shared/zod.ts'
import { absolutePath, COMMON, ISSUING } from './common.ts'

/** `receiver.yaml` or `receiver.json`: where the content of a hand-off goes on this side. */

/** What a TLS server with client certificates needs. */
const TLS_SERVER = {
  ...COMMON,
  /** PEM of the server's own certificate, to be served with the chain above it as `server.pem`. */
  leaf: absolutePath.optional(),
  /** Its private key, PEM without a passphrase. It is copied beside the certificate that it belongs to. */
  leaf_key: absolutePath.optional(),
  /** Lists that online CAs make themselves (PEM or DER): a server that checks the whole chain needs one of every CA. */
  online_crls: z.array(absolutePath).max(100).default([]),
} as const

export const target = z.discriminatedUnion('driver', [
  z.strictObject({
    driver: z.literal('cfssl'),
    ...COMMON,
    ...ISSUING,
    /** Base of its HTTP API, as "http://127.0.0.1:8888". */
    api: z.url({ protocol: /^https?$/ }).optional(),
    /** PEM of the certificates that its API may have, for https. */
    api_ca: absolutePath.optional(),
  }),
  z.strictObject({ driver: z.literal('nginx'), ...TLS_SERVER }),
  z.strictObject({ driver: z.literal('haproxy'), ...TLS_SERVER }),
  z.strictObject({
    driver: z.literal('web-root'),
    ...COMMON,
    /** Where the folder is served, to fetch every file again: "http://127.0.0.1:8080/pki/". */
    base_url: z.url({ protocol: /^https?$/ }).optional(),
  }),
  z.strictObject({
    driver: z.literal('java'),
    ...COMMON,
    keytool: z.string().min(1).max(1000).default('keytool'),
    /** A file with the password of the store, which protects its integrity only. */
    password_file: absolutePath,
  }),
  z.strictObject({ driver: z.literal('step-ca'), ...COMMON, ...ISSUING }),
  z.strictObject({
    driver: z.literal('openbao'),
    ...COMMON,
    issuer: slug.optional(),
    cli: z.enum(['bao', 'vault']).default('bao'),
    mount: z
      .string()
      .max(200)
      .regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/, 'a mount path')
      .default('pki_int'),
  }),
  z.strictObject({ driver: z.literal('spire'), ...COMMON, ...ISSUING }),
  z.strictObject({
    driver: z.literal('kubernetes'),
    ...COMMON,
    issuer: slug.optional(),
    /** Name of the Bundle and of the Secret of the CA issuer. */
    object: slug.default('fleet-trust'),
    namespace: slug.default('cert-manager'),
  }),
  z.strictObject({ driver: z.literal('trust-store'), ...COMMON, style: z.enum(['debian', 'rhel', 'p11-kit']) }),
])
export type Target = z.infer<typeof target>

export const STAGES = ['canary', 'region', 'all'] as const
export type StageName = (typeof STAGES)[number]

export const region = z.strictObject({
  name: slug,
  /** All canaries come first, then those of `region`, then the rest. Within a stage: in the order of the file. */
  stage: z.enum(STAGES),
  targets: z.array(target).min(1).max(500),
})
export type Region = z.infer<typeof region>

const milliseconds = z.number().int().min(1).max(3_600_000)

export const settings = z.strictObject({
  /** How often a probe is tried before it counts as failed. */
  attempts: z.number().int().min(1).max(100).default(5),
  /** Before the second try; doubled each time, up to `backoff_max_ms`, with jitter. */
  backoff_ms: milliseconds.default(250),
  backoff_max_ms: milliseconds.default(10_000),
  probe_timeout_ms: milliseconds.default(5_000),
  command_timeout_ms: milliseconds.default(60_000),
  /** Failed attempts in a row after which a region is left alone, and for how long. */
  breaker_failures: z.number().int().min(1).max(100).default(3),
  breaker_open_seconds: z.number().int().min(1).max(604_800).default(900),
})
export type Settings = z.infer<typeof settings>

export const receiverConfig = z.strictObject({
  format: z.literal('ca-handoff-receiver/v1'),
  settings: settings.default(() => settings.parse({})),
  regions: z.array(region).min(1).max(200),
})
export type ReceiverConfig = z.infer<typeof receiverConfig>
