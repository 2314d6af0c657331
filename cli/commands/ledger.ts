import { Command } from 'commander';
import { invariants, verifyInvariants, type Violation } from '../../modules/invariants/verify.ts';
import { type AlteredFact, type FactCheck, sealFacts, verifyFacts } from '../../modules/invariants/seal-facts.ts';
import { type AlteredRow, isSealed, type SealCheck, sealLedger, verifySeal } from '../../modules/ledger/seal.ts';
import { PerennialError } from '../../platform/errors.ts';
import { withExamples } from '../arguments.ts';
import { type CommandContext, globalOptions, withDatabase } from '../context.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { counted } from '../../values/plural.ts';

interface VerifyOptions {
  readonly seal?: boolean;
  readonly head?: string;
}

/** What `ledger verify --json` answers. */
interface VerifyReport {
  readonly ok: boolean;
  /** The programme checked; null for all. The seal is over all of them. */
  readonly programme: string | null;
  readonly invariants: number;
  readonly violations: readonly Violation[];
  readonly seal: SealCheck;
  /** Coupons, versions of campaigns, steps and the audit trail, as they were sealed. */
  readonly facts: FactCheck;
  /** Transactions sealed by this run. */
  readonly sealed: number;
  /** Whether the head given by `--head` is still in the chain; null when none was given. */
  readonly headFound: boolean | null;
}

/** `perennial ledger verify` */
export function ledgerCommand(): Command {
  const verify = new Command('verify')
    .description('prove that every point is accounted for, and that no posting was changed since it was sealed')
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
    ['perennial ledger verify --seal', 'the same, and seal; keep the head it prints outside the database'],
  ]);
  return new Command('ledger').description('the journal of all points').addCommand(verify);
}

async function verifyLedger(
  { database, programme }: CommandContext,
  { seal, head }: VerifyOptions,
  code: string | undefined,
): Promise<VerifyReport> {
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head)) {
    throw new PerennialError('USAGE', 'The head is no hash of 64 hexadecimal digits.', {
      field: '--head',
      fix: 'Give the head as an earlier `perennial ledger verify` printed it.',
    });
  }
  const programmeId = code === undefined ? undefined : (await programme()).id;
  const violations = await verifyInvariants(database, programmeId);
  const before = await verifySeal(database);
  const headFound = head === undefined ? null : await isSealed(database, head);
  // Over an altered journal a new block would only lend it credit.
  const factsBefore = await verifyFacts(database);
  const maySeal = seal === true && violations.length === 0 && before.ok && factsBefore.ok && headFound !== false;
  const sealed = maySeal ? (await sealLedger(database)).sealed : 0;
  const facts = maySeal && (await sealFacts(database)).sealed > 0 ? await verifyFacts(database) : factsBefore;
  const after = sealed > 0 ? await verifySeal(database) : before;
  return {
    ok: violations.length === 0 && after.ok && facts.ok && headFound !== false,
    programme: code ?? null,
    invariants: invariants.length,
    violations,
    seal: after,
    facts,
    sealed,
    headFound,
  };
}

function renderReport(report: VerifyReport, out: Output): string {
  const { violations, seal, facts, sealed, headFound } = report;
  const good = (text: string) => `${out.paint('green', '✓')} ${text}`;
  const bad = (text: string) => `${out.paint('red', '✗')} ${text}`;
  const scope = report.programme === null ? 'every programme' : report.programme;
  const lines =
    violations.length === 0
      ? [good(`${report.invariants} invariants hold for ${scope}: every point is accounted for.`)]
      : violations.map(({ invariant, detail }) => bad(`${invariant} is violated: ${detail}`));
  lines.push(seal.ok ? good(describeSeal(seal, sealed)) : bad(describeAltered(seal.firstAltered)));
  lines.push(facts.ok ? good(describeFacts(facts)) : bad(describeAlteredFact(facts.firstAltered)));
  if (headFound === false) lines.push(bad('Seal: the head given is not in the chain, so sealed blocks were removed.'));
  if (seal.ok && seal.head !== null) lines.push(`  head ${seal.head}`);
  return lines.join('\n');
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
