import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { StepDot, useStepWords } from '../../parts/campaign-steps.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';

type Flow = Shape['CampaignFlow'];
type Place = Shape['FlowPlace'];

interface FlowProps {
  readonly campaign: Shape['Campaign'];
  readonly flow: Flow;
}

/** The way through a campaign as an outline: who came to each step, who is there, whose story ended, and who went on. */
export function FlowPanel({ campaign, flow }: FlowProps): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const { entry, heldOut, steps, at, nextStep, told } = flow;
  const all = { campaign, told };
  const share = Number(campaign.definition.holdOut ?? 0);
  return (
    <Panel
      title={tell('campaign.flow')}
      order={1}
      more={
        <p className="key">
          <span className="here">{tell('campaign.keyHere')}</span>
          <span className="rest">{tell('campaign.keyEnded')}</span>
          <span>{tell('campaign.keyOn')}</span>
        </p>
      }
      intro={
        nextStep === null ? undefined : (
          <Text k="campaign.nextOne" with={{ n: nextStep.members, at: <When at={nextStep.at} /> }} />
        )
      }
      foot={
        <>
          <Text
            k="campaign.sum"
            with={{
              given: formats.number(entry.came),
              heldOut: formats.number(heldOut.came),
              all: formats.number(entry.came + heldOut.came),
              time: formats.time(at),
            }}
          />{' '}
          {flow.sampled && tell('campaign.sampled')}
        </>
      }
    >
      <Head />
      <ol className="flow">
        <Node {...all} name="entry" kind="entry" place={entry} />
        {steps.map((step) => (
          <Node key={step.name} {...all} name={step.name} kind={step.kind} place={step} step={step} />
        ))}
      </ol>
      {(share > 0 || heldOut.came > 0) && <HeldOut heldOut={heldOut} share={share} code={campaign.code} />}
    </Panel>
  );
}

function Head(): ReactNode {
  const tell = useText();
  return (
    <div className="flow-head" aria-hidden="true">
      <span />
      <span className="first">{tell('campaign.step')}</span>
      <span>{tell('campaign.came')}</span>
      <span>{tell('campaign.here')}</span>
      <span>{tell('campaign.ended')}</span>
      <span>{tell('campaign.wentOn')}</span>
    </div>
  );
}

interface NodeProps {
  readonly campaign: Shape['Campaign'];
  readonly name: string;
  readonly kind: string;
  readonly place: Place;
  readonly step?: Shape['FlowStep'];
  readonly told: Flow['told'];
}

function Node({ campaign, name, kind, place, step, told }: NodeProps): ReactNode {
  const tell = useText();
  const { title, rule } = useStepWords(campaign.definition.settings ?? {}, told)(name);
  return (
    <li>
      <div className="node">
        <StepDot kind={kind} />
        <div>
          <h3>
            {step?.template === undefined ? (
              title
            ) : (
              <Link to={`/campaigns/${campaign.code}/messages/${step.template}`}>{title}</Link>
            )}
          </h3>
          {rule !== undefined && <p>{rule}</p>}
          {step !== undefined && step.notDone > 0 && (
            <p>
              {step.template === undefined ? (
                tell('campaign.notDone', { n: step.notDone })
              ) : (
                <Link to={`/messages?campaign=${campaign.code}&template=${step.template}`}>
                  {tell('campaign.notDone', { n: step.notDone })}
                </Link>
              )}
            </p>
          )}
          <Bar place={place} />
        </div>
        <Counts place={place} hereTo={`/campaigns/${campaign.code}?at=${name}#waiting`} />
      </div>
    </li>
  );
}

function Bar({ place: { came, here, ended, wentOn } }: { readonly place: Place }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  if (came === 0) return null;
  const said = { came, here, ended, wentOn };
  const words = Object.fromEntries(Object.entries(said).map(([name, n]) => [name, formats.number(n)])) as Record<
    keyof typeof said,
    string
  >;
  const part = (n: number, name: string) => n > 0 && <i className={name} style={{ width: `${(n / came) * 100}%` }} />;
  return (
    <div className="bar" role="img" aria-label={tell('campaign.bar', words)}>
      {part(here, 'here')}
      {part(ended, 'rest')}
      {part(wentOn, 'on')}
    </div>
  );
}

function Counts({ place, hereTo }: { readonly place: Place; readonly hereTo: string }): ReactNode {
  const tell = useText();
  const { came, here, ended, wentOn } = place;
  return (
    <>
      <Count label={tell('campaign.came')} n={came} />
      <Count label={tell('campaign.here')} n={here} to={hereTo} />
      <Count label={tell('campaign.ended')} n={ended} />
      <Count label={tell('campaign.wentOn')} n={wentOn} />
    </>
  );
}

function Count({ label, n, to }: { readonly label: string; readonly n: number; readonly to?: string }): ReactNode {
  const formats = useFormats();
  const shown = formats.number(n);
  return (
    <div className={to === undefined ? 'n' : 'n here'}>
      <span>{label} </span>
      {to === undefined || n === 0 ? shown : <Link to={to}>{shown}</Link>}
    </div>
  );
}

interface HeldOutProps {
  readonly heldOut: Place;
  readonly share: number;
  readonly code: string;
}

function HeldOut({ heldOut: { came, here, ended }, share, code }: HeldOutProps): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const words = { came: formats.number(came), here: formats.number(here) };
  return (
    <ul className="arms">
      <li>
        <div className="arm">
          <b>{tell('campaign.heldOut')}</b>
          <span>
            {here === 0 ? (
              <Text k="campaign.heldOutCounts" with={words} d={(inner) => <span className="dim">{inner}</span>} />
            ) : (
              <Text
                k="campaign.heldOutCounts"
                with={words}
                d={(inner) => <Link to={`/campaigns/${code}?at=held-out#waiting`}>{inner}</Link>}
              />
            )}
          </span>
          <small>
            <Text
              k="campaign.heldOutWhy"
              with={{ share: formats.share(share), here: words.here, ended: formats.number(ended) }}
            />
          </small>
        </div>
      </li>
    </ul>
  );
}
