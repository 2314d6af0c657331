import type { Extension } from './extensions.ts';

/** Where an installation is, and as whom it is used. */
export interface PerennialOptions {
  /** Kinds of stories and steps of one's own; each process of the installation needs the same. */
  readonly extensions?: readonly Extension[];
  /** The variables of .env.example; those of the process when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Who is noted as having changed something. Default `app`. */
  readonly actor?: string;
}

/** An installation in one's own process. */
export interface Perennial {
  /** Stores a programme file, and answers its code and what it changed. */
  applyProgramme(file: string): Promise<{ readonly programme: string; readonly change: string }>;
  /** Applies a campaign's file or folder and takes it live; a code names a draft that was applied before. */
  launchCampaign(campaign: string, options?: OfProgramme): Promise<{ readonly campaign: string }>;
  /** Takes events in their order and answers each one; sent again they change nothing. */
  ingest(events: readonly PerennialEvent[], options?: OfProgramme): Promise<readonly PerennialEventAnswer[]>;
  /** Makes a key of the HTTP API; its secret is shown this once. */
  createKey(
    wanted: { readonly name: string; readonly scopes: readonly string[] },
    options?: OfProgramme,
  ): Promise<{ readonly id: string; readonly secret: string }>;
  /** Answers a request to the HTTP API (`/v1/…`, and the links in mails) without a port; its keys, limits and problems are the same. */
  fetch(request: Request): Promise<Response>;
  /** Serves the HTTP API. */
  serveApi(options?: { readonly host?: string; readonly port?: number }): Promise<EmbeddedApi>;
  /** Carries campaigns in this process until it is stopped. */
  startWorker(options?: EmbeddedWorkerOptions): Promise<EmbeddedWorker>;
  /** Stops what was started and closes the connections. */
  close(): Promise<void>;
}

export interface OfProgramme {
  /** The programme's code; the only one there is when absent. */
  readonly programme?: string;
}

/** docs/guides/events.md has the types and their data. */
export interface PerennialEvent {
  /** The same id is the same event. */
  readonly id: string;
  readonly type: string;
  readonly memberId: string;
  readonly occurredAt?: string | Date;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What became of an event; one that is refused has changed nothing, and says why. */
export interface PerennialEventAnswer {
  readonly kind: 'accepted' | 'duplicate' | 'parked' | 'refused';
  readonly id: string;
  readonly points?: number;
  readonly code?: string;
  readonly field?: string;
  readonly message?: string;
  readonly fix?: string;
}

export interface EmbeddedApi {
  readonly url: string;
  stop(): Promise<void>;
}

export interface EmbeddedWorkerOptions {
  /** Where /healthz, /readyz and /metrics are served; nowhere when absent. */
  readonly http?: { readonly host: string; readonly port: number };
  /** How long work at hand may take when it stops. Default 30 s. */
  readonly graceMs?: number;
}

export interface EmbeddedWorker {
  readonly buildId: string;
  /** Resolves when it has stopped, rejects when it broke. */
  readonly finished: Promise<void>;
  /** Takes no more work and ends what is at hand. */
  stop(): Promise<void>;
}
