import type { ReactNode } from 'react';
import { Segments } from '../../parts/form.tsx';
import { useText } from '../../text/use-text.tsx';

interface HowProps {
  readonly tries: boolean;
  readonly onChange: (tries: boolean) => void;
}

/** Whether a file is only tried, or taken. */
export function HowField({ tries, onChange }: HowProps): ReactNode {
  const tell = useText();
  return (
    <Segments
      label={tell('imports.how')}
      options={[
        { value: 'try', name: tell('imports.tryFirst') },
        { value: 'take', name: tell('imports.takeNow') },
      ]}
      value={tries ? 'try' : 'take'}
      onChange={(value) => onChange(value === 'try')}
    />
  );
}
