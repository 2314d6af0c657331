import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { createApiMetrics } from '../../platform/api-metrics.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { packageRoot } from '../../platform/package-root.ts';

const textOf = (path: string) => readFileSync(join(packageRoot(), path), 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<'summary' | 'description' | 'runbook', string>>;
}
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

const { groups } = parse(textOf('ops/prometheus/alerts.yaml')) as { groups: { name: string; rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(textOf('ops/grafana/dashboard.json')) as { panels: Panel[] };
const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const guide = textOf('docs/guides/health-and-metrics.md');

/** Metrics by name, with their labels, of what a worker and the API serve at /metrics. */
async function served(): Promise<Map<string, { type: string; labels: readonly string[] }>> {
  const [worker, api] = [createMetrics().registry, createApiMetrics().registry];
  const texts = await Promise.all([worker.metrics(), api.metrics()]);
  const typed = texts.join('\n').matchAll(/^# TYPE (perennial_\w+) (\w+)$/gm);
  const labelsOf = (name: string) => {
    const metric = worker.getSingleMetric(name) ?? api.getSingleMetric(name);
    return (metric as unknown as { labelNames: string[] }).labelNames;
  };
  return new Map([...typed].map(([, name = '', type = '']) => [name, { type, labels: labelsOf(name) }]));
}

const namesIn = (text: string) => [...text.matchAll(/\bperennial_[a-z_]+/g)].map(([name]) => name);
/** The metric that a series belongs to: a histogram has three. */
const metricOf = (name: string) => name.replace(/_(bucket|sum|count)$/, '');

describe('Alert rules and the dashboard', () => {
  it('ask only for metrics that the product serves', async () => {
    const metrics = await served();
    expect(metrics.size).toBeGreaterThan(35);
    const asked = [...rules.map(({ expr }) => expr), ...queries].flatMap(namesIn);
    const wrong = asked.filter((name) => {
      const metric = metrics.get(name) ?? metrics.get(metricOf(name));
      return metric === undefined || (metric.type === 'histogram') !== /_(bucket|sum|count)$/.test(name);
    });
    expect(wrong).toEqual([]);
  });

  it('filter and group by labels that those metrics have', async () => {
    const metrics = await served();
    const own = ['le', 'instance'];
    const wrong = [...rules.map(({ expr }) => expr), ...queries].flatMap((expr) => {
      const known = namesIn(expr).flatMap(
        (name) => metrics.get(metricOf(name))?.labels ?? metrics.get(name)?.labels ?? [],
      );
      const by = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
      const filters = [...expr.matchAll(/[{,]\s*(\w+)(?:=~|!~|!=|=)"/g)].map(([, label = '']) => label);
      return [...by, ...filters]
        .filter((label) => ![...known, ...own].includes(label))
        .map((label) => `${label}: ${expr}`);
    });
    expect(wrong).toEqual([]);
  });

  it('show every metric there is, and count only what counts', async () => {
    const metrics = await served();
    const shown = new Set(queries.flatMap(namesIn).map(metricOf));
    expect([...metrics.keys()].filter((name) => !shown.has(name))).toEqual([]);
    const all = [...rules.map(({ expr }) => expr), ...queries];
    const rated = all.flatMap((expr) =>
      [...expr.matchAll(/\b(?:rate|increase)\((perennial_[a-z_]+)/g)].map(([, name = '']) => name),
    );
    expect(rated.filter((name) => metrics.get(metricOf(name))?.type === 'gauge')).toEqual([]);
  });

  it('say what is wrong, what to do and where to read on', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, annotations, labels, ...rule } of rules) {
      expect(alert).toMatch(/^Perennial[A-Z]\w+$/);
      expect(['page', 'ticket']).toContain(labels.severity);
      expect(rule.for).toMatch(/^\d+[smh]$/);
      for (const text of [annotations.summary, annotations.description]) expect(text).toMatch(/^\S.{20,}\.$/);
      const [path = '', anchor] = annotations.runbook.split('#');
      expect(existsSync(join(packageRoot(), path)), `${alert}: ${path}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(textOf(path)), `${alert}: ${annotations.runbook}`).toContain(anchor);
    }
  });

  it('lay the panels side by side under their rows', () => {
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows).toEqual(['Members and points', 'Campaigns', 'Messages', 'Webhooks', 'API', 'Workflows', 'Database']);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const taken = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    );
    expect(new Set(taken).size).toBe(taken.length);
    expect(panels.filter(({ type, description }) => type !== 'row' && !description)).toEqual([]);
  });
});

describe('The guide to health and metrics', () => {
  it('has a line for every metric there is, and none that is not', async () => {
    const metrics = await served();
    const told = new Set(namesIn(guide));
    expect([...metrics.keys()].filter((name) => !told.has(name))).toEqual([]);
    expect([...told].filter((name) => !metrics.has(name))).toEqual([]);
  });
});

describe('What is given to Kubernetes and Docker', () => {
  const folder = 'ops/kubernetes';
  const files = readdirSync(join(packageRoot(), folder)).filter((name) => name !== 'kustomization.yaml');
  interface Pod {
    readonly terminationGracePeriodSeconds?: number;
    readonly securityContext: { readonly runAsNonRoot: boolean };
    readonly containers: readonly {
      readonly args: readonly string[];
      readonly resources: { readonly requests: object; readonly limits: { readonly memory: string } };
      readonly securityContext: { readonly readOnlyRootFilesystem: boolean };
      readonly readinessProbe?: object;
      readonly livenessProbe?: object;
    }[];
  }
  const pods = files.flatMap((name) =>
    parseAllDocuments(textOf(join(folder, name))).flatMap((document) => {
      const { spec } = document.toJS() as { spec?: { template?: { spec: Pod } } };
      return spec?.template === undefined ? [] : [{ name, pod: spec.template.spec }];
    }),
  );

  it('is all in the base, and runs as nobody in particular on a root that is read only', () => {
    const { resources } = parse(textOf(join(folder, 'kustomization.yaml'))) as { resources: string[] };
    expect([...resources].sort()).toEqual([...files].sort());
    expect(pods.map(({ name }) => name).sort()).toEqual(['api.yaml', 'migrate.yaml', 'worker.yaml']);
    for (const { pod } of pods) {
      expect(pod.securityContext.runAsNonRoot).toBe(true);
      for (const container of pod.containers) {
        expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
        expect(container.resources.limits.memory).toMatch(/^\d+[MG]i$/);
      }
    }
  });

  it('waits longer for a worker than the worker waits for its work', () => {
    const { pod } = pods.find(({ name }) => name === 'worker.yaml')!;
    const { args } = pod.containers[0]!;
    const grace = Number(args[args.indexOf('--grace') + 1]);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(grace + 10);
    const { services } = parse(textOf('docker-compose.yml'), { merge: true }) as {
      services: Record<string, { image: string; stop_grace_period?: string; healthcheck?: object }>;
    };
    expect(parseInt(services.worker!.stop_grace_period ?? '')).toBeGreaterThanOrEqual(grace + 10);
    for (const [name, { image, ...service }] of Object.entries(services)) {
      if (image !== 'perennial') expect(image, name).toMatch(/:v?\d+\.\d+(\.\d+)?$/);
      if (['roles', 'migrate'].includes(name)) continue;
      expect(service.healthcheck, name).toBeDefined();
      if (name !== 'mailpit') expect(service.stop_grace_period, name).toMatch(/^\d+s$/);
    }
  });
});

// As GitHub makes an anchor of a heading.
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  );
}
