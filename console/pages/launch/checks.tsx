import type { ReactNode } from 'react';
import type { LaunchCheck, Plan } from '../../data/launch.ts';
import { useFormats } from '../../data/session.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useText, useWords } from '../../text/use-text.tsx';

type Check = LaunchCheck;

const icons: Readonly<Record<Check['kind'], IconName>> = { stop: 'notice', note: 'warning', passed: 'check' };
const inks: Readonly<Record<Check['kind'], string>> = { stop: 'bad', note: 'warn', passed: 'good' };
/** Where on the page more is said. */
const places: Readonly<Record<string, string>> = {
  ...{ audience: '#who', reach: '#who', 'hold-out': '#who', members: '#cost', budget: '#cost', overlap: '#other' },
};

/** What was looked at: what stops it first, what is right last. */
export function ChecksPanel({ checks }: Pick<Plan, 'checks'>): ReactNode {
  const tell = useText();
  const say = useCheckWords();
  const count = (kind: Check['kind']) => checks.filter((check) => check.kind === kind).length;
  const note: Readonly<Record<Check['kind'], string>> = {
    stop: tell('launch.stops'),
    note: tell('launch.mayLaunch'),
    passed: '',
  };
  return (
    <Panel
      title={tell('launch.checks')}
      order={5}
      more={
        <span className="note">
          {tell('launch.checkCounts', { passed: count('passed'), notes: count('note'), stops: count('stop') })}
        </span>
      }
    >
      <ul className="todo">
        {checks.map((check, place) => {
          const { words, fix } = say(check);
          const to = places[check.code];
          return (
            <li key={place}>
              <span className={inks[check.kind]}>
                <Icon name={icons[check.kind]} />
              </span>
              <div>
                {to !== undefined && check.kind !== 'passed' ? <a href={to}>{words}</a> : words}{' '}
                {fix !== null && <span className="note">{fix}</span>}
              </div>
              {note[check.kind] !== '' && <small>{note[check.kind]}</small>}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

/** A check in the chosen language: the API tells it in English, with what its sentence is made of. */
export function useCheckWords(): (check: Check) => { readonly words: ReactNode; readonly fix: ReactNode } {
  const { language } = useWords();
  const say = useOwnWords();
  return (check) => {
    const english = (text: string) => <span lang="en">{text}</span>;
    const own = language === 'en' ? undefined : say(check);
    if (own !== undefined) return { words: own, fix: null };
    return { words: english(check.message), fix: check.fix === null ? null : english(check.fix) };
  };
}

function useOwnWords(): (check: Check) => string | undefined {
  const tell = useText();
  const { number } = useFormats();
  return ({ code, kind, values }) => {
    const of = (name: string) => number(Number(values[name] ?? 0));
    const members = of('members');
    const words: Readonly<Record<string, () => string>> = {
      'messages passed': () => tell('launch.okMessages', { messages: of('messages'), languages: of('languages') }),
      'audience passed': () => tell('launch.okAudience', { members }),
      'audience stop': () => tell('launch.nobody'),
      'audience note': () => tell('launch.nobody'),
      'reach note': () => tell('launch.unreachable', { unreachable: of('unreachable'), members }),
      'overlap note': () => tell('launch.overlap', { alsoIn: of('alsoIn'), members }),
      'budget stop': () => tell('launch.short', { enoughFor: of('enoughFor'), members }),
      'budget note': () => tell('launch.noBudget'),
      'budget passed': () => tell('launch.okBudget'),
      'members note': () => tell('launch.firstOnly', { enoughFor: of('enoughFor'), members }),
      'approval passed': () => tell('launch.okApproval', { version: of('version'), by: String(values.by ?? '') }),
      'approval stop': () => tell('launch.unapproved'),
      'hold-out passed': () => tell('launch.okHeldOut', { heldOut: of('heldOut'), members }),
      'hold-out note': () => tell('launch.heldOutNone'),
    };
    return words[`${code} ${kind}`]?.();
  };
}
