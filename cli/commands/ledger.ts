import { Command } from 'commander';
import { checkLedger, type LedgerCheck } from '../../modules/invariants/check-ledger.ts';
import type { Fault, StandingFault } from '../../modules/invariants/rows-verification.ts';
import type { AlteredFact, FactCheck } from '../../modules/invariants/verify-facts.ts';
import { invariants } from '../../modules/invariants/verify.ts';
import type { AlteredRow, SealCheck } from '../../modules/ledger/verify-seal.ts';
import { PerennialError } from '../../platform/errors.ts';
import { withExamples } from '../arguments.ts';
import { totalsCommand } from '../ledger/totals.ts';
import { type CommandContext, globalOptions, withDatabase } from '../context.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { counted } from '../../values/plural.ts';

interface VerifyOptions {
  readonly full?: boolean;
  readonly seal?: boolean;
  readonly head?: string;
}

/** What `ledger verify --json` answers. */
interface VerifyReport extends LedgerCheck {
  /** The programme checked; null for all. The seal is over all of them. */
  readonly programme: string | null;
  readonly invariants: number;
}

/** `perennial ledger …` */
export function ledgerCommand(): Command {
  const verify = new Command('verify')
    .description('prove that every point is accounted for, and that no posting was changed since it was sealed')
    .option('--full', 'check everything, not only what came since the last check that found all in order')
    .option('--seal', 'seal what was posted since the last time, too')
    .option('--head <hash>', 'the head of the chain as it was noted before: shows when blocks were removed')
    .action((options: VerifyOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const report = await verifyLedger(context, options, globalOptions(self).programme);
        context.out.result(report, () => renderReport(report, context.out));
        if (!report.ok) process.exitCode = 1;
      }),
    );
  withExamples(verify, [
    ['perennial ledger verify', 'exit code 0 when everything holds, 1 when anything does not'],
    ['perennial ledger verify --full', 'once a week: also what was checked before'],
    ['perennial ledger verify --seal', 'the same, and seal; keep the head it prints outside the database'],
  ]);
  return new Command('ledger').description('the journal of all points').addCommand(verify).addCommand(totalsCommand());
}

async function verifyLedger(
  { database, programme }: CommandContext,
  { full, seal, head }: VerifyOptions,
  code: string | undefined,
): Promise<VerifyReport> {
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head)) {
    throw new PerennialError('USAGE', 'The head is no hash of 64 hexadecimal digits.', {
      field: '--head',
      fix: 'Give the head as an earlier `perennial ledger verify` printed it.',
    });
  }
  const programmeId = code === undefined ? undefined : (await programme()).id;
  const check = await checkLedger(database, { full, programmeId, seal, head });
  return { ...check, programme: code ?? null, invariants: invariants.length };
}

function renderReport(report: VerifyReport, out: Output): string {
  const { violations, seal, facts, sealed, headFound, since, standing } = report;
  const good = (text: string) => `${out.paint('green', '✓')} ${text}`;
  const bad = (text: string) => `${out.paint('red', '✗')} ${text}`;
  const scope = report.programme === null ? 'every programme' : report.programme;
  const lines =
    violations.length === 0
      ? [good(`${report.invariants} invariants hold for ${scope}${describeScope(since)}`)]
      : violations.map(({ invariant, detail }) => bad(`${invariant} is violated: ${detail}`));
  lines.push(seal.ok ? good(describeSeal(seal, sealed)) : bad(describeAltered(seal.firstAltered)));
  lines.push(facts.ok ? good(describeFacts(facts)) : bad(describeAlteredFact(facts.firstAltered)));
  lines.push(...standing.map((each) => bad(describeStanding(each))));
  if (headFound === false) lines.push(bad('Seal: the head given is not in the chain, so sealed blocks were removed.'));
  if (seal.ok && seal.head !== null) lines.push(`  head ${seal.head}`);
  return lines.join('\n');
}

function describeScope(since: Date | null): string {
  if (since === null) return ': every point is accounted for.';
  return ` in all that came since the check of ${since.toISOString()}; --full checks everything.`;
}

/** What an earlier check found is not looked for again, and so not gone because this one does not find it. */
function describeStanding({ foundAt, fault }: StandingFault): string {
  return `Found on ${foundAt.toISOString()}, until \`--full\` finds nothing: ${describeFault(fault)}`;
}

function describeFault(fault: Fault): string {
  if (fault.of === 'invariant') return `${fault.invariant} is violated: ${fault.detail}`;
  return fault.of === 'seal' ? describeAltered(fault) : describeAlteredFact(fault);
}

function describeSeal({ seals, transactions, unsealed }: Extract<SealCheck, { ok: true }>, sealed: number): string {
  if (seals === 0)
    return `Seal: nothing is sealed yet; --seal seals ${counted(unsealed, 'transaction', 'transactions')}.`;
  const news = sealed > 0 ? `, ${sealed.toLocaleString('en')} of them just now` : '';
  const open = unsealed > 0 ? `; ${unsealed.toLocaleString('en')} posted since` : '';
  return `Seal: ${counted(transactions, 'transaction', 'transactions')} in ${counted(seals, 'block', 'blocks')} as they were sealed${news}${open}.`;
}

function describeFacts({ facts, unsealed }: Extract<FactCheck, { ok: true }>): string {
  const what = 'coupons, campaign versions, steps and audit';
  if (facts === 0) return `Facts: nothing of ${what} is sealed yet; --seal seals ${unsealed.toLocaleString('en')}.`;
  const open = unsealed > 0 ? `; ${unsealed.toLocaleString('en')} written since` : '';
  return `Facts: ${facts.toLocaleString('en')} of ${what} as they were sealed${open}.`;
}

function describeAlteredFact({ kind, seal, what, id }: AlteredFact): string {
  if (kind === null)
    return `Facts: ${counted(seal, 'block was', 'blocks were')} sealed, and some are gone: they were removed.`;
  const noun = {
    coupon: 'coupon',
    'coupon-move': 'coupon move',
    'campaign-version': 'campaign version',
    step: 'step',
    audit: 'audit entry',
    erasure: 'mark of an erasure',
  }[kind];
  const words: Record<AlteredFact['what'], string> = {
    altered: `${noun} ${id ?? ''} was altered after it was sealed`,
    missing: `${noun} ${id ?? ''} was removed after it was sealed`,
    added: `${noun} ${id ?? ''} was slipped in between sealed ones`,
    'seal altered': 'the block itself was altered',
    'seal missing': 'the block was removed',
  };
  return `Facts: in block ${seal} of the ${noun}s, ${words[what]}.`;
}

function describeAltered({ seal, what, txnId }: AlteredRow): string {
  const words: Record<AlteredRow['what'], string> = {
    altered: `transaction ${txnId ?? ''} was altered after it was sealed`,
    missing: `transaction ${txnId ?? ''} was removed after it was sealed`,
    added: `transaction ${txnId ?? ''} was slipped in between sealed ones`,
    'seal altered': 'the block itself was altered',
    'seal missing': 'the block was removed',
  };
  return `Seal: in block ${seal}, ${words[what]}.`;
}
