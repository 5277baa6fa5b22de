import { AthenaClient } from '@aws-sdk/client-athena';
import type { StatementRunner } from '../statements/index.ts';
import { type AthenaOptions, athenaRunner } from './athena-runner.ts';

/** Runs statements on the Athena that the environment points to: region, credentials and endpoint as the AWS SDK finds them. */
export const athenaOfEnvironment = (options: Omit<AthenaOptions, 'client'>): StatementRunner =>
  athenaRunner({ ...options, client: new AthenaClient({}) });
