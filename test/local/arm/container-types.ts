export const CUSTOM_CONTAINER = "CustomContainer";

/** Types whose sessions run Azure's own images: they are ready at once and need no environment. */
const CODE_INTERPRETERS = ["PythonLTS"];

/** What api-version 2025-07-01 names. */
export const CONTAINER_TYPES: readonly string[] = [CUSTOM_CONTAINER, ...CODE_INTERPRETERS];
