import { type Failure, type FailureCode, FAILURE_CODES, fail, OperationError, toFailure } from '../failure.ts'
import { z } from '../zod.ts'

/** One row of a contract between two processes. `secret` keeps the request out of every diagnostic. */
export interface Operation<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  readonly request: Request
  readonly response: Response
  readonly secret: boolean
}

export type Contract = Readonly<Record<string, Operation>>

export function operation<Request extends z.ZodType, Response extends z.ZodType>(
  request: Request,
  response: Response,
  options: { secret?: boolean } = {},
): Operation<Request, Response> {
  return { request, response, secret: options.secret ?? false }
}

export type NameOf<C extends Contract> = keyof C & string
/** What a caller passes. */
export type RequestOf<C extends Contract, N extends NameOf<C>> = z.input<C[N]['request']>
/** What a handler gets, parsed. */
export type ParsedOf<C extends Contract, N extends NameOf<C>> = z.output<C[N]['request']>
export type ResponseOf<C extends Contract, N extends NameOf<C>> = z.output<C[N]['response']>

export type Handlers<C extends Contract> = {
  readonly [N in NameOf<C>]: (request: ParsedOf<C, N>) => Promise<ResponseOf<C, N>> | ResponseOf<C, N>
}

export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure }

/** Calls one operation of the other side; rejects with OperationError. */
export type Call<C extends Contract> = <N extends NameOf<C>>(
  name: N,
  request: RequestOf<C, N>,
) => Promise<ResponseOf<C, N>>

/** Answers requests by name. Never throws: every failure is data. `report` sees unknown exceptions (for stderr). */
export function createDispatcher<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  report: (name: string, error: unknown) => void,
): (name: string, body: unknown) => Promise<Reply> {
  return async (name, body) => {
    if (!Object.hasOwn(contract, name)) {
      return {
        ok: false,
        failure: { code: 'unknown-operation', message: `There is no operation "${name.slice(0, 64)}".` },
      }
    }
    const row = contract[name] as Operation
    try {
      const request = parseRequest(row, name, body)
      const handler = handlers[name as NameOf<C>] as (request: unknown) => unknown
      const value = row.response.parse(await handler(request))
      return { ok: true, value }
    } catch (error) {
      if (!(error instanceof OperationError)) report(name, error)
      return { ok: false, failure: toFailure(error) }
    }
  }
}

function parseRequest(row: Operation, name: string, body: unknown): unknown {
  const parsed = row.request.safeParse(body)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`)
  throw fail('invalid-request', `The request "${name}" is not valid: ${problems.join('; ')}`)
}

/** Turns a raw sender (name, body) -> Reply into a typed call. */
export function createCall<C extends Contract>(send: (name: string, body: unknown) => Promise<Reply>): Call<C> {
  return async (name, request) => {
    const reply = await send(name, request)
    if (!reply.ok) throw new OperationError(reply.failure)
    return reply.value as never
  }
}

export const failureSchema = z.object({
  code: z.enum(FAILURE_CODES as unknown as [FailureCode, ...FailureCode[]]),
  message: z.string(),
  remedy: z.string().optional(),
  detail: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]))
    .optional(),
})
