import type { ReactNode } from 'react';
import type { Shape } from '../../data/api.ts';
import { Panel } from '../../parts/panel.tsx';
import { useText } from '../../text/use-text.tsx';

type Line = NonNullable<Shape['CampaignFlow']['told']>[number];

/** The plan of a journey in sentences: how members come in and leave, and each step with the ways out of it. */
export function ToldPanel({ told }: { readonly told: readonly Line[] }): ReactNode {
  const tell = useText();
  // The first says the name of the campaign, which the page has as its title.
  const head = told.slice(1).filter(({ step, path }) => (step ?? path) === undefined);
  const steps = told.filter(({ step, path }) => (step ?? path) !== undefined);
  return (
    <Panel title={tell('campaign.told')} intro={tell('campaign.toldIntro')} order={2} padded>
      <div className="told">
        {head.map(({ text }) => (
          <p key={text}>{text}</p>
        ))}
        <ul>
          {steps.map(({ depth, text, step, path }, place) => (
            <li key={place} className={path === undefined ? 'does' : 'way'} style={{ marginInlineStart: `${depth}em` }}>
              {text} {step !== undefined && <code>{step}</code>}
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
