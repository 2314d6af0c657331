export const exportInputExample = { kind: 'member', memberId: 'anna-1', format: 'html' };

export const exportExample = {
  id: 'exp_8u4i2o6p',
  kind: 'member',
  status: 'finished',
  format: 'html',
  rows: 1,
  createdAt: '2026-12-08T15:00:00.000Z',
  expiresAt: '2026-12-15T15:00:00.000Z',
};
export const queuedExportExample = { ...exportExample, status: 'queued', rows: 0 };

export const exportFileExamples = {
  'application/x-ndjson': '{"id":"anna-1"}\n',
  'text/csv': 'id\r\nanna-1\r\n',
  'text/html': '<!doctype html><title>anna-1</title>',
  'application/gzip': 'a .tar.gz',
};
