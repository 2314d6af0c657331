import type { Db } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';

/** Who asks for a change, and by which request. */
export interface By {
  readonly actor: string;
  readonly requestId?: string;
}

export interface Change {
  readonly action: string;
  /** `whe_…`, `dlv_…` */
  readonly target: string;
  readonly before?: JsonObject;
  readonly after?: JsonObject;
}

/** Keeps who changed what; real time, as for all that goes to other people's servers. */
export async function noteChange(db: Db, programmeId: number, { actor, requestId }: By, change: Change): Promise<void> {
  const { action, target, before, after } = change;
  await db.auditEvent.create({
    data: {
      ...{ programmeId, at: new Date(), actor, requestId: requestId ?? null, action, target },
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  });
}
