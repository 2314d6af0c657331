import type { z } from 'zod';
import { explainIssues, type FieldPath } from '../../platform/explain-issue.ts';
import { type ErrorCode, errorRegistry, type FieldFault, PerennialError } from '../../platform/errors.ts';
import { isConnectionFault } from '../../platform/database-faults.ts';
import { databaseFault } from '../../platform/server-faults.ts';
import { fieldName, FileError } from '../../platform/yaml-file.ts';
import type { Problem } from './schemas/basics.ts';

/** A refusal or failure as it is answered (RFC 9457); nothing of what went on inside is told. */
export function problemOf(error: unknown, requestId: string): Problem {
  const told = told5xx(error);
  const { code, field, fix, conflictsWith } = told;
  const { status, meaning, fix: usual } = errorRegistry[code];
  const faults = faultsOf(told);
  const detail = code === 'INTERNAL' ? undefined : told.message;
  return {
    type: `/docs/errors/${code}`,
    title: meaning,
    status,
    ...(detail === undefined || detail === meaning ? {} : { detail }),
    code,
    ...(field === undefined ? {} : { field }),
    fix: fix ?? usual,
    requestId,
    ...(conflictsWith === undefined ? {} : { conflictsWith }),
    ...(faults.length === 0 ? {} : { errors: faults }),
  };
}

function told5xx(error: unknown): PerennialError {
  if (error instanceof PerennialError) return error;
  if (isConnectionFault(error)) {
    // Where PostgreSQL stands is nobody's business outside.
    const { code } = databaseFault(error);
    return new PerennialError(code, 'The database does not answer.', { fix: 'Send it again with the same key.' });
  }
  return new PerennialError('INTERNAL', 'Something failed that should not.', {
    fix: 'Send it again with the same key.',
  });
}

function faultsOf(error: PerennialError): Problem['errors'] & object {
  if (error instanceof FileError) {
    return error.problems.map(({ field, problem, fix, line }) => ({
      code: error.code,
      ...(field === '' ? {} : { field }),
      detail: problem,
      fix,
      ...(line === undefined ? {} : { line }),
    }));
  }
  return error.faults.map((fault) => ({ ...fault }));
}

/** The refusal of a request whose fields are not as the schema says, with every fault. */
export function invalidRequest(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  input: unknown,
  at: FieldPath = [],
) {
  const faults: FieldFault[] = explainIssues(issues, schema, input).map(({ path, problem, fix }) => {
    const field = fieldName([...at, ...path]);
    return { code: codeFor(field), ...(field === '' ? {} : { field }), detail: problem, fix };
  });
  const [first] = faults;
  return new PerennialError('REQUEST_INVALID', first === undefined ? 'It is not valid.' : sentence(first), {
    ...(first?.field === undefined ? {} : { field: first.field }),
    ...(first?.fix === undefined ? {} : { fix: first.fix }),
    faults,
  });
}

const sentence = ({ field, detail }: FieldFault): string => `${field ?? 'the body'} ${detail}`;

/** An amount has a code of its own: it is what integrators get wrong first. */
const codeFor = (field: string): ErrorCode => (/(^|\.)amountMinor$/.test(field) ? 'AMOUNT_INVALID' : 'REQUEST_INVALID');
