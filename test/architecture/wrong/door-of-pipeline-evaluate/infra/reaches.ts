export { inner } from '../pipeline/evaluate/inner.ts';
