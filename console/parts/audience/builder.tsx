import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useMemo } from 'react';
import { api, read } from '../../data/api.ts';
import { at, isBlock, type Path } from '../../data/condition-file.ts';
import { useText, useWords } from '../../text/use-text.tsx';
import { Button } from '../form.tsx';
import { Panel } from '../panel.tsx';
import { Bone, Callout, Failure } from '../states.tsx';
import { type Building, BuildingProvider, fieldOf, useBuilding } from './context.ts';
import { Condition, KnotField, knotOf, Members } from './group.tsx';
import { Faults } from './rule.tsx';
import type { EditedFile } from './use-file.ts';
import { aloneIn, faultsIn, type Preview } from './use-preview.ts';

/** What conditions may ask and name; it is read again when a page is opened. */
const useLanguage = () => {
  const { language } = useWords();
  return useQuery({
    queryKey: ['segment-language', language],
    queryFn: () => read(api.GET('/segment-language', { headers: { 'Accept-Language': language } })),
  });
};

interface BuilderProps {
  readonly file: EditedFile;
  readonly preview: Preview;
  /** Where the condition stands in the file: `who` of a segment, `audience` of a campaign. */
  readonly base: Path;
}

/** Text fields undo what was typed in them themselves. */
const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'checkbox');

/** A condition as a form: groups, questions, and how many meet each; whatever it changes, it changes in the file. */
export function Builder({ file, preview, base }: BuilderProps): ReactNode {
  const tell = useText();
  const language = useLanguage();
  const { undo, redo } = file;
  const press = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || isTyping(event.target)) return;
    event.preventDefault();
    (event.shiftKey ? redo : undo)?.();
  };
  return (
    <div onKeyDown={press}>
      <Panel
        title={tell('audience.title')}
        intro={tell('audience.intro')}
        order={1}
        more={
          <span className="acts">
            <Button onClick={() => undo?.()} aria-disabled={undo === undefined || undefined}>
              {tell('audience.undo')}
            </Button>
            <Button onClick={() => redo?.()} aria-disabled={redo === undefined || undefined}>
              {tell('audience.redo')}
            </Button>
          </span>
        }
      >
        {language.data !== undefined ? (
          <Root {...{ file, preview, base }} language={language.data} />
        ) : (
          <div className="pad" aria-busy={language.error === null}>
            {language.error === null ? (
              <Bone width="60%" />
            ) : (
              <Failure error={language.error} again={() => void language.refetch()} />
            )}
          </div>
        )}
      </Panel>
    </div>
  );
}

function Root({ file, preview, base, language }: BuilderProps & Pick<Building, 'language'>): ReactNode {
  const tell = useText();
  const { acts, focus, shown, content, faults } = file;
  const who = at(shown, base);
  const building = useMemo(
    (): Building => ({
      ...{ language, acts, focus, isCounting: preview.isCounting },
      aloneAt: aloneIn(preview.data, base),
      faultsAt: faultsIn(preview.faults, base),
    }),
    [language, acts, focus, preview, base],
  );
  if (content === undefined && faults.length > 0) {
    return (
      <div className="pad">
        <Callout kind="warn">
          <p>{tell('audience.unread')}</p>
        </Callout>
      </div>
    );
  }
  const block = isBlock(who) ? who : {};
  const knot = knotOf(block);
  const own = preview.faults.filter(({ field }) => field === fieldOf(['who']) || field === '');
  return (
    <BuildingProvider value={building}>
      {knot !== undefined ? (
        <>
          <div className="pad knot">
            <KnotField {...{ path: base, knot, number: '' }} />
          </div>
          <Members {...{ block, path: base, depth: 1, number: '' }} />
        </>
      ) : (
        <Alone {...{ block, base }} isEmpty={Object.keys(block).length === 0} />
      )}
      {own.length > 0 && (
        <div className="pad">
          <Faults faults={own} />
        </div>
      )}
    </BuildingProvider>
  );
}

/** A condition that is one question: it becomes the first of a group when another one is wanted. */
function Alone({
  block,
  base,
  isEmpty,
}: {
  readonly block: Parameters<typeof Condition>[0]['block'];
  readonly base: Path;
  readonly isEmpty: boolean;
}): ReactNode {
  const tell = useText();
  return (
    <>
      {!isEmpty && (
        <ol className="rules">
          <Condition {...{ block, path: base, depth: 0, number: '1', between: '' }} isFirst isLast isListed={false} />
        </ol>
      )}
      <GroupAct base={base} words={tell('audience.more')} />
    </>
  );
}

function GroupAct({ base, words }: { readonly base: Path; readonly words: string }): ReactNode {
  const { acts } = useBuilding();
  return (
    <div className="foot acts">
      <Button onClick={() => acts.group(base)}>{words}</Button>
    </div>
  );
}
