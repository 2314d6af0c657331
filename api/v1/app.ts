import { OpenAPIHono } from '@hono/zod-openapi';
import { cors } from 'hono/cors';
import { PerennialError } from '../../platform/errors.ts';
import { documentOf } from './document.ts';
import type { V1Deps } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { createPipeline } from './mount.ts';

/** The routes of `/v1`. A page of any origin may call `/me`, for it brings a token and no cookie. */
export function createV1(deps: V1Deps): OpenAPIHono {
  const app = new OpenAPIHono();
  const { mount, refuse } = createPipeline(deps);
  app.use(
    '/me/*',
    cors({ origin: '*', allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key'], maxAge: 600 }),
  );
  for (const each of endpoints) mount(app, each);
  for (const [path, methods] of methodsByPath()) {
    const allow = { Allow: methods.join(', ') };
    app.all(path, (context) => {
      const error = new PerennialError('METHOD_NOT_ALLOWED', `${context.req.method} is not taken here.`, {
        fix: `Use ${methods.join(' or ')}.`,
      });
      return refuse(context, error, undefined, allow);
    });
  }
  app.all('*', (context) => refuse(context, new PerennialError('ROUTE_NOT_FOUND', `There is no ${context.req.path}.`)));
  app.onError((error, context) => refuse(context, error));
  return app;
}

function methodsByPath(): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const { spec } of endpoints) {
    const path = spec.path.replaceAll(/\{(\w+)\}/g, ':$1');
    paths.set(path, [...(paths.get(path) ?? []), spec.method.toUpperCase()]);
  }
  return paths;
}

/** The OpenAPI document of `/v1`. */
export const v1Document = (version: string): object => documentOf(endpoints, version);
