/**
 * For schemas of what a process reads a few times: Zod would write and compile a function for each first, which takes longer
 * than all that it checks then.
 */
export const READ_ONCE = { jitless: true } as const;
