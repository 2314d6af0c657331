import { type ReactNode, useId, useRef } from 'react';
import { useText } from '../../text/use-text.tsx';
import { Icon } from '../icon.tsx';
import { Panel } from '../panel.tsx';
import type { Fault } from './context.ts';
import type { EditedFile } from './use-file.ts';

interface FilePanelProps {
  readonly file: EditedFile;
  readonly faults: readonly Fault[];
  /** What it is the file of, for who hears it. */
  readonly label: string;
}

/** The same condition as a file, in step with its form; what is wrong leads to its line. */
export function FilePanel({ file: { text, change, faults: unread }, faults, label }: FilePanelProps): ReactNode {
  const tell = useText();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = useRef<HTMLDivElement>(null);
  const rows = text.split('\n').length;
  const found = [
    ...unread.map(({ line, what }) => ({ line, detail: what, fix: undefined, field: '' })),
    ...(unread.length === 0 ? faults : []),
  ];
  const wrong = new Set(found.map(({ line }) => line));
  const goTo = (line: number) => {
    const before = text.split('\n').slice(0, line - 1);
    const from = before.reduce((sum, each) => sum + each.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(from, from + (text.split('\n')[line - 1] ?? '').length);
  };
  return (
    <Panel title={tell('audience.file')} intro={tell('audience.fileIntro')} order={6}>
      <div className="pad">
        <div className="numbered">
          <div className="lines" aria-hidden="true" ref={lines}>
            {Array.from({ length: rows }, (_, at) => (
              <span key={at} className={wrong.has(at + 1) ? 'wrong' : undefined}>
                {at + 1}
              </span>
            ))}
          </div>
          <textarea
            ref={area}
            className="input code-input"
            aria-label={label}
            aria-invalid={found.length > 0 || undefined}
            aria-describedby={found.length > 0 ? id : undefined}
            rows={Math.max(12, rows)}
            wrap="off"
            spellCheck={false}
            autoCapitalize="off"
            value={text}
            onChange={({ target: { value } }) => change(() => value, 'text')}
            onScroll={({ currentTarget }) => {
              if (lines.current !== null) lines.current.scrollTop = currentTarget.scrollTop;
            }}
          />
        </div>
        <div id={id} className="file-faults">
          {found.map(({ line, field, detail, fix }, place) => (
            <p className="error" key={place}>
              <Icon name="notice" />
              <span>
                {line !== undefined && (
                  <button type="button" className="as-link" onClick={() => goTo(line)}>
                    {tell('parts.line', { line })}
                  </button>
                )}{' '}
                <span lang="en">
                  {field !== '' && <code>{field}</code>} {detail} {fix}
                </span>
              </span>
            </p>
          ))}
        </div>
      </div>
    </Panel>
  );
}
