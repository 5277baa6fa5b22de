import { readFileSync } from 'node:fs';

/** Forms to start from, in `forms/`. */
export const READY_MADE_FORMS = ['service-quality', 'regulated-sales'] as const;
export type ReadyMadeForm = (typeof READY_MADE_FORMS)[number];

/** YAML text of a ready-made form, comments included, so that it can be copied and changed. */
export const readyMadeForm = (name: ReadyMadeForm): string =>
  readFileSync(new URL(`./forms/${name}.yaml`, import.meta.url), 'utf8');
