export { type IdPrefix, publicIdOf, requireRowId, rowIdOf } from '../../platform/public-ids.ts';
