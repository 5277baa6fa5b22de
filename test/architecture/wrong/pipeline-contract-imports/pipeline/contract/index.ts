export { rows } from '../../etl/index.ts';
