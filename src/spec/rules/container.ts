import { imageMistake, isPinned } from "../image.ts";
import { containersOf, eachContainer } from "./each-container.ts";
import { repeated } from "./repeated.ts";
import type { Rule } from "./rule.ts";

/** What a container is. */
export const CONTAINER: readonly Rule[] = [
  {
    code: "pool/container-name",
    severity: "error",
    demand: "each container has a `name`",
    source: "Microsoft's documentation and the azurerm provider",
    check: eachContainer(({ container, pointer, label }) => {
      if (container.name !== undefined) return [];
      return [
        { pointer: `${pointer}/name`, message: `name is missing in ${label}: write one, such as main` },
      ];
    }),
  },
  {
    code: "pool/container-duplicate",
    severity: "error",
    demand: "no two containers have the same `name`",
    source: "the official OpenAPI: the name identifies a container (x-ms-identifiers)",
    check: (pool) => {
      const containers = containersOf(pool);
      return repeated(containers.map(({ container }) => container.name)).map((index) => ({
        pointer: `${containers[index]?.pointer}/name`,
        message: `the name of containers[${index}] is taken by a container before: write another one`,
      }));
    },
  },
  {
    code: "pool/container-image",
    severity: "error",
    demand: "each container has an `image`",
    source: "Microsoft's documentation and the azurerm provider",
    check: eachContainer(({ container, pointer, label }) => {
      if (container.image !== undefined) return [];
      const message = `image is missing in ${label}: write it with its tag, such as contoso.azurecr.io/worker:1.4.2`;
      return [{ pointer: `${pointer}/image`, message }];
    }),
  },
  {
    code: "pool/image-reference",
    severity: "error",
    demand: "`image` is written `registry/repository:tag` or `registry/repository@sha256:…`",
    source: "the grammar of image references that registries share (OCI distribution)",
    check: eachContainer(({ container: { image }, pointer }) => {
      const mistake = image === undefined ? undefined : imageMistake(image);
      return mistake === undefined ? [] : [{ pointer: `${pointer}/image`, message: `image ${mistake}` }];
    }),
  },
  {
    code: "pool/image-tag",
    severity: "warning",
    demand: "`image` has a digest, or a tag other than `latest`",
    source:
      "Microsoft's documentation: images are cached, so what is pushed under the same tag is not picked up",
    check: eachContainer(({ container: { image }, pointer }) => {
      if (image === undefined || imageMistake(image) !== undefined || isPinned(image)) return [];
      const message =
        "image has no tag but latest: the service caches images and won't see what is pushed next. Write a tag that changes with every build, or a digest";
      return [{ pointer: `${pointer}/image`, message }];
    }),
  },
];
