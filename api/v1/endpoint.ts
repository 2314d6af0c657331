import { type z } from '@hono/zod-openapi';
import type { Logger } from 'pino';
import type { StoredUpload } from '../../modules/imports/uploads/store.ts';
import type { Scope } from '../../modules/keys/rules-token.ts';
import type { MemberToken } from '../../modules/keys/member-token.ts';
import type { WebhookReach } from '../../modules/webhooks/reach.ts';
import type { ApiMetrics } from '../../platform/api-metrics.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Db } from '../../platform/database.ts';
import type { ConnectLimits } from './connect/limits.ts';

/** What was found about one server or setting; `ready` and `warning`: the product does without it. */
export interface HealthCheck {
  readonly name: string;
  readonly status: 'ok' | 'ready' | 'warning' | 'failed';
  readonly found: string;
  readonly fix?: string;
}

/** What the routes of `/v1` work with. */
export interface V1Deps {
  readonly database: Database;
  /** The programme clock. */
  readonly clock: Clock;
  readonly logger: Logger;
  /** Signs member tokens and quotes, each under a key derived from it. */
  readonly secret: string;
  /** Where members reach this installation; links in answers begin with it. */
  readonly publicUrl?: string | undefined;
  /** Where webhooks may go; the internet alone when absent. */
  readonly webhookReach?: WebhookReach;
  /** Looks at every server the installation needs, as `perennial doctor` does. */
  readonly diagnose?: (() => Promise<readonly HealthCheck[]>) | undefined;
  readonly metrics: ApiMetrics;
  /** Proxies of one's own in front; none when absent. */
  readonly proxies?: number;
  /** How often shops and mail providers may call. */
  readonly connectLimits?: ConnectLimits;
}

/** A request, read and checked. */
export interface V1Request<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly programmeId: number;
  /** Who it is put down to in the audit: `key_…`, or the member of a token. */
  readonly actor: string;
  /** What the key may do; none of a member's token. */
  readonly scopes: readonly Scope[];
  readonly requestId: string;
  /** The transaction of the request where its endpoint is `transactional`, else the database. */
  readonly db: Db;
  readonly deps: V1Deps;
  /** The ETag that was read, of `If-Match`. */
  readonly ifMatch: string | undefined;
  /** What Accept-Language asks for. */
  readonly language: string | undefined;
  /** On `/me`: whose token it is. */
  readonly member: MemberToken | undefined;
  /** The file that was sent; undefined on other routes. */
  readonly upload: StoredUpload | undefined;
  /** The body of a webhook as it came, byte by byte: it is signed as it was sent. Empty on other routes. */
  readonly raw: Buffer;
  readonly headers: Headers;
}

/** A call of somebody else's, in a form of theirs, signed with a secret of a connection. */
export interface WebhookSpec {
  /** The scheme of the signature in the document; none of one that stands in the body. */
  readonly signature?: string;
  readonly topic?: {
    readonly header: string;
    readonly description: string;
    readonly example: string;
    readonly required: boolean;
  };
  /** Bytes at most. */
  readonly bytesMax: number;
  readonly example: object;
  /** Another form that is sent now and then. */
  readonly form?: { readonly type: string; readonly description: string; readonly example: object };
}

export interface Answer {
  readonly status: number;
  /** What `JSON.stringify` makes of it; undefined has no body. */
  readonly body?: unknown;
  /** A stream, in place of a body: it is sent as it is, with the headers that every answer has. */
  readonly response?: Response;
  /** Changes with the thing; it is sent as the ETag. If-None-Match is held against it where the document has a 304: it is the whole body's. */
  readonly etag?: string;
  /** Where what was made is, below `/v1`. */
  readonly location?: string;
}

interface Example {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, unknown>>;
}

export interface BodySpec<Body extends z.ZodType> extends Example {
  readonly schema: Body;
  readonly optional?: boolean;
  /** Bytes at most; 1 MB when absent. */
  readonly bytesMax?: number;
  /** A line for each entry is taken, too, and answered by a line for each. */
  readonly ndjson?: { readonly field: string; readonly example: string };
  /** The text of a YAML file is taken, too, as an example shows; the handler gets it as it came. */
  readonly yaml?: string;
}

export interface AnswerSpec extends Example {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly headers?: readonly string[];
  /** A line for each row, for who asked so. */
  readonly ndjson?: string;
  /** Events as they come, for who asked so. */
  readonly eventStream?: string;
  /** Files: an example of each media type. Without a schema it is answered as a file alone. */
  readonly files?: Readonly<Record<string, string>>;
}

/** `safe` reads; `key` needs an Idempotency-Key; `natural` is the same when it comes twice. */
export type Idempotency = 'safe' | 'natural' | 'key';

/** What the document says of a route, and the pipeline does for it. */
export interface EndpointSpec<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/v1`, as OpenAPI writes it. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  /** What a key needs; `member` is a member token, `none` lets everybody in. */
  readonly scope: Scope | 'member' | 'none';
  readonly idempotency: Idempotency;
  readonly useCase: string;
  readonly cli: string;
  /** The page of the console. */
  readonly page: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: BodySpec<Body>;
  readonly answers: Readonly<Record<number, AnswerSpec>>;
  readonly problems: readonly number[];
  /** The handler writes by `request.db` alone, so that the answer can be kept in the transaction of its effect. */
  readonly transactional?: boolean;
  /** How long answers are kept under their key: effects on points and coupons for ever. */
  readonly keep?: 'forever' | '30 days';
  /** How many of a limit's a request counts for; one when absent. */
  readonly cost?: (body: z.output<Body>) => number;
  /** Which limit it counts for, where that is not plain from the method. */
  readonly limit?: 'read' | 'write' | 'events';
  /** The body is given as it came: another reader has better words for what is wrong with it. */
  readonly readsOwnBody?: boolean;
  /** The body is a file of one of these media types, with an example of each: it is kept before the handler gets its id. */
  readonly upload?: Readonly<Record<string, string>>;
  /** The body is a webhook's: the handler gets its bytes and headers, and checks its signature. */
  readonly webhook?: WebhookSpec;
}

export interface Endpoint {
  readonly spec: EndpointSpec<z.ZodType, z.ZodType, z.ZodType>;
  readonly handle: (request: V1Request<never, never, never>) => Promise<Answer>;
}

type Nothing = z.ZodType<object>;

/** A route of `/v1`: what the document says of it, and what it does. */
export function endpoint<
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(
  spec: EndpointSpec<Params, Query, Body>,
  handle: (request: V1Request<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<Answer>,
): Endpoint {
  return { spec, handle };
}
