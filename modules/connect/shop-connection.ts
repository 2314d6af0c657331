import type { ShopSettings } from './rules-told.ts';
import type { Connection } from './rows.ts';
import { isShopKind, type ShopKind } from './settings.ts';

/** A connection with a shop. */
export type ShopConnection = Omit<Connection, 'kind' | 'settings'> & {
  readonly kind: ShopKind;
  readonly settings: ShopSettings;
};

/** The connection as one with a shop; readSettings() has made its settings of its kind. */
export function shopConnectionOf(connection: Connection): ShopConnection {
  const { kind } = connection;
  if (!isShopKind(kind)) throw new Error(`connection ${connection.id} is of no shop`);
  return { ...connection, kind, settings: connection.settings as ShopSettings };
}
