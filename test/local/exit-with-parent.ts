/*
 * Preloaded into every child process of the local cloud: when the parent is gone, however it went (even by
 * SIGKILL), the channel to it closes, and the child goes too. Nothing is left running.
 */
process.on("disconnect", () => process.exit(1));
process.channel?.unref();
