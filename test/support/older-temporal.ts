import { type Client, ServiceError } from '@temporalio/client';

/**
 * A client of a real server that answers as one before 1.30 while `isOld` says so: such a server refuses a query by
 * TemporalReportedProblems, an attribute that it does not know.
 */
export function withoutReports(client: Client, isOld: () => boolean): Client {
  const refusal = () => {
    const details =
      'invalid query: unable to convert filter expression: invalid search attribute: TemporalReportedProblems';
    const cause = Object.assign(new Error(`3 INVALID_ARGUMENT: ${details}`), { code: 3, details, metadata: {} });
    return new ServiceError('Failed to list workflows', { cause });
  };
  const refuses = (query: unknown) => isOld() && String(query).includes('TemporalReportedProblems');
  const { workflow } = client;
  const older: Partial<typeof workflow> = {
    count: async (query) => {
      if (refuses(query)) throw refusal();
      return workflow.count(query);
    },
    list: (options) => {
      if (refuses(options?.query)) throw refusal();
      return workflow.list(options);
    },
  };
  const answering = new Proxy(workflow, {
    get: (target, name) => (older as Record<PropertyKey, unknown>)[name] ?? Reflect.get(target, name, target),
  });
  return new Proxy(client, {
    get: (target, name) => (name === 'workflow' ? answering : (Reflect.get(target, name, target) as unknown)),
  });
}
