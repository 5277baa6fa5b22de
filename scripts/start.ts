import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Listr, type ListrTask } from 'listr2';
import { z } from 'zod';
import { type SampleTenant, sampleTenants } from '../fixtures/index.ts';
import { checkAfterNight } from '../infra/local/checks/index.ts';
import { explainFailure } from '../infra/local/cli/failure.ts';
import { untilStopped } from '../infra/local/cli/serve.ts';
import { processTerminal } from '../infra/local/cli/terminal.ts';
import { publishForm } from '../infra/local/forms.ts';
import { type Home, withNewHome } from '../infra/local/home.ts';
import { homeFolder } from '../infra/local/home-folder.ts';
import { ingest } from '../infra/local/ingest.ts';
import { night } from '../infra/local/night.ts';
import { startServer } from '../infra/local/server.ts';
import { CciError, tenantSchema } from '../pipeline/contract/index.ts';
import { parseForm, readyMadeForm } from '../pipeline/evaluate/index.ts';

/** How much a newcomer gets: two months and a bit of two tenants, in well under a minute. */
const SAMPLE = { seed: 20_261_121, days: 63, callsPerDay: 10 } as const;

const samplePlanSchema = z.object({
  /** Last day with calls. Kept, so that a start that was interrupted makes the same calls again. */
  until: z.iso.date(),
  /** Whether everything is in the lake. */
  complete: z.boolean(),
});
type SamplePlan = z.infer<typeof samplePlanSchema>;

/** `npm start`: what fails is told as the command `cci` tells it. */
export async function start(): Promise<void> {
  // Its reader may go away, too (`| head`).
  const terminal = processTerminal();
  try {
    await walk();
  } catch (error) {
    process.exitCode = explainFailure(error, terminal, process.env);
  }
}

/** Makes sample calls unless the lake holds calls already, runs the night, and serves the dashboard. */
function walk(): Promise<void> {
  return withNewHome(homeFolder(process.env), async (home) => {
    const plan = samplePlan(home);
    await new Listr(
      plan === null || plan.complete ? [nightTask(home)] : [...sampleTasks(home, plan), nightTask(home)],
      {
        fallbackRenderer: 'simple',
        // A terminal that does not tell how wide it is gets lines, not boxes of one letter.
        fallbackRendererCondition: () => process.stdout.columns === 0,
        rendererOptions: { collapseSubtasks: false },
      },
    ).run();
    if (plan !== null && !plan.complete) keepPlan(home, { ...plan, complete: true });
    const server = await startServer(home);
    process.stdout.write(`\nThe dashboard is open at ${server.url}\n(Ctrl-C ends it. Data: ${home.root})\n`);
    await untilStopped();
    await server.close();
  });
}

/** Which samples to make; null when the lake is somebody's own. */
function samplePlan(home: Home): SamplePlan | null {
  const file = planFile(home);
  if (existsSync(file)) return readPlan(file);
  if (home.tenants.list().length > 0) return null;
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  return keepPlan(home, { until: yesterday, complete: false });
}

function sampleTasks(home: Home, plan: SamplePlan): ListrTask[] {
  return sampleTenants({ ...SAMPLE, until: plan.until }).map((sample) => ({
    title: `Sample calls of ${sample.tenant.name}`,
    task: async (_, task) => {
      const folder = writeFiles(home, sample);
      const tenant = register(home, sample);
      const { landed, duplicate, quarantined } = await ingest(home, {
        tenant,
        paths: [folder],
        form: null,
        startedAt: null,
        onFile: (done, of) => {
          if (isWorthTelling(done)) task.output = `${done} of ${of} read and scored`;
        },
      });
      task.title = `${sample.tenant.name}: ${landed + duplicate} calls read and scored, ${quarantined} refused`;
    },
  }));
}

function nightTask(home: Home): ListrTask {
  return {
    title: 'The night: flatten, check the account, publish, check the data',
    task: async (_, task) => {
      const tenants = home.tenants.list();
      const { run_id: runId, documents_in, rows } = await night(home, tenants);
      await checkAfterNight(home, {
        runId,
        tenants,
        onChecks: (tenantId, done, of) => {
          if (isWorthTelling(done)) task.output = `${tenantId}: ${done} of ${of} checks`;
        },
      });
      task.title =
        documents_in === 0
          ? 'The night: nothing new'
          : `The night: ${documents_in} documents in, ${rows.criterion_scores} criterion scores out`;
    },
  };
}

function register(home: Home, sample: SampleTenant) {
  const tenant = tenantSchema.parse({
    ...sample.tenant,
    default_form: sample.form,
    created_at: new Date().toISOString(),
  });
  if (home.tenants.find(tenant.tenant_id) === null) home.tenants.add(tenant);
  publishForm(home, tenant.tenant_id, parseForm(readyMadeForm(sample.form), sample.form));
  return tenant;
}

function writeFiles(home: Home, sample: SampleTenant): string {
  const folder = join(home.root, 'samples', sample.tenant.tenant_id);
  mkdirSync(folder, { recursive: true });
  for (const { name, bytes, sidecar } of sample.files) {
    writeFileSync(join(folder, name), bytes);
    if (sidecar !== null) writeFileSync(join(folder, name.replace(/\.[^.]*$/, '.meta.json')), sidecar);
  }
  return folder;
}

/** A terminal shows every file on one line; a log gets a line now and then. */
const isWorthTelling = (done: number): boolean => process.stdout.isTTY || done % 250 === 0;

const planFile = (home: Home): string => join(home.root, 'samples', 'plan.json');

function keepPlan(home: Home, plan: SamplePlan): SamplePlan {
  mkdirSync(dirname(planFile(home)), { recursive: true });
  // Under its name when it is whole: a start may be killed at any time.
  const unfinished = `${planFile(home)}.${process.pid}.tmp`;
  writeFileSync(unfinished, `${JSON.stringify(plan)}\n`);
  renameSync(unfinished, planFile(home));
  return plan;
}

function readPlan(file: string): SamplePlan {
  try {
    return samplePlanSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new CciError('sample_plan_unreadable', `start: ${file} does not say which sample calls were made`, {
      hint: 'Remove the folder of the data to begin anew, or set CCI_HOME to another.',
      cause,
    });
  }
}
