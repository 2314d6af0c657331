import type { ConnectionLike } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { grpcCode, grpcCodeOf, grpcProblemOf } from './grpc-code.ts';

/** What a cohort can be found by in Temporal: codes a merchant chose, never anything of a member's. */
export const cohortAttributes = {
  programme: defineSearchAttributeKey('PerennialProgramme', 'KEYWORD'),
  campaign: defineSearchAttributeKey('PerennialCampaign', 'KEYWORD'),
  lifecycle: defineSearchAttributeKey('PerennialLifecycle', 'KEYWORD'),
};

const names = Object.values(cohortAttributes).map(({ name }) => name);
/** temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD */
const keyword = 2;

type Operated = Pick<ConnectionLike, 'operatorService'>;

export interface Registration {
  /** Names that the namespace has got by this call. */
  readonly added: readonly string[];
  /** Why some could not be registered; workflows start without them then. */
  readonly refused?: string;
}

/** Names of search attributes that the namespace lacks, or has as something other than a keyword. */
export async function missingSearchAttributes({ operatorService }: Operated, namespace: string): Promise<string[]> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  return names.filter((name) => !isKeyword(customAttributes[name]));
}

/** Registers the search attributes that the namespace lacks; safe to repeat, and a server that refuses is an answer. */
export async function registerSearchAttributes(connection: Operated, namespace: string): Promise<Registration> {
  try {
    const missing = await missingSearchAttributes(connection, namespace);
    if (missing.length === 0) return { added: [] };
    const searchAttributes = Object.fromEntries(missing.map((name) => [name, keyword]));
    await connection.operatorService
      .addSearchAttributes({ namespace, searchAttributes })
      .catch((error: unknown) => unlessAlreadyThere(error));
    return { added: missing };
  } catch (error) {
    return { added: [], refused: grpcProblemOf(error) };
  }
}

/** Whoever asked at the same time was faster. */
function unlessAlreadyThere(error: unknown): undefined {
  if (grpcCodeOf(error) !== grpcCode.alreadyExists) throw error;
}

/** The client's types promise a number; over the wire it comes as a name. */
function isKeyword(type: unknown): boolean {
  return type === keyword || type === 'INDEXED_VALUE_TYPE_KEYWORD';
}

/** How to register them by hand, for whoever may do it: on Temporal Cloud that is an account's administrator. */
export function searchAttributesFix(namespace: string, missing: readonly string[] = names): string {
  const options = missing.map((name) => `--name ${name} --type Keyword`).join(' ');
  return `temporal operator search-attribute create --namespace ${namespace} ${options}`;
}
