/** For `vi.waitFor`: a limit for what never comes. What comes is seen soon after, however slow the machine is. */
export const PATIENCE = { timeout: 120_000, interval: 50 };
