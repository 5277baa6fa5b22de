export { sample } from '../fixtures/index.ts';
