/** The dashboard over HTTP: the page's files, the session, and one tenant's numbers as JSON. */
export type { Answer, Choices, DatasetId, Periods } from './answer.ts';
export { createApp } from './app.ts';
export type { CallAnswer } from './call-answer.ts';
export type { ChecksAnswer, FailedCheck } from './checks-answer.ts';
export * from './errors.ts';
export type { FailureBody } from './failure.ts';
export { CONTENT_SECURITY_POLICY } from './headers.ts';
export type { Person, ReportPorts } from './ports.ts';
export type { ListedPerson, SessionAnswer } from './session-routes.ts';
