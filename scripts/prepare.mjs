/*
 * npm runs this when it takes the package from git into somebody's project, where only a bundle runs, and after an
 * install in a clone, which runs without. So where nothing can be built (an old Node.js, no development packages),
 * nothing is: bin/poolkeeper.mjs says what is missing.
 */
try {
  const { build, COMMAND_LINE } = await import("./build.ts");
  await build(COMMAND_LINE);
} catch (error) {
  if (!["ERR_UNKNOWN_FILE_EXTENSION", "ERR_MODULE_NOT_FOUND"].includes(error.code)) throw error;
}
