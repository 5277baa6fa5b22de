export { adapter } from '../publish/aws/index.ts';
