import { identityTypeForm, idForm, memoryForm, noneForm, regionForm, tagNameForm } from "./forms.ts";

/** How a place in a pool's body is compared. */
export type Rule =
  /** A value; in places that have no rule of their own also an object or a list. */
  | { readonly kind: "value"; readonly form?: (text: string) => string | undefined; readonly whole?: true }
  /** `whole`: the author decides all of its members. */
  | { readonly kind: "object"; readonly members: { readonly [name: string]: Rule }; readonly whole?: true }
  /** Names that the author chooses, each matched in the form given. Always whole. */
  | {
      readonly kind: "map";
      readonly nameForm: (name: string) => string;
      readonly item: Rule;
      /** Names that Azure gives by itself. */
      readonly azures?: (name: string) => boolean;
    }
  /** Elements are matched by the member `key`, in any order, or by position. Always whole. */
  | {
      readonly kind: "list";
      readonly item: Rule;
      readonly key?: string;
      readonly keyForm?: (key: string) => string;
      /** The member without which an element says as little as no element. */
      readonly needs?: string;
    };

export const ANY: Rule = { kind: "value" };

const WHOLE_VALUE: Rule = { kind: "value", whole: true };
const ID: Rule = { kind: "value", form: idForm };
const WORDS: Rule = { kind: "list", item: WHOLE_VALUE };

const IDENTITY: Rule = {
  kind: "object",
  members: {
    type: { kind: "value", form: identityTypeForm, whole: true },
    // Azure fills in the principal and client id of each.
    userAssignedIdentities: { kind: "map", nameForm: idForm, item: { kind: "object", members: {} } },
  },
};

const CONTAINER: Rule = {
  kind: "object",
  members: {
    command: WORDS,
    args: WORDS,
    env: { kind: "list", key: "name", item: { kind: "object", members: {}, whole: true } },
    resources: { kind: "object", members: { memory: { kind: "value", form: memoryForm } } },
  },
};

const TEMPLATE: Rule = {
  kind: "object",
  members: {
    containers: { kind: "list", key: "name", item: CONTAINER },
    registryCredentials: { kind: "object", members: { identity: { ...ID, whole: true } }, whole: true },
  },
};

/** The service adds an entry with lifecycle `None` for every identity that the author did not list. */
const IDENTITY_SETTINGS: Rule = {
  kind: "list",
  key: "identity",
  keyForm: idForm,
  needs: "lifecycle",
  item: {
    kind: "object",
    members: { identity: ID, lifecycle: { kind: "value", form: noneForm, whole: true } },
  },
};

export const POOL: Rule = {
  kind: "object",
  members: {
    location: { kind: "value", form: regionForm },
    identity: IDENTITY,
    // Azure's own portal keeps notes in tags of this name.
    tags: {
      kind: "map",
      nameForm: tagNameForm,
      item: WHOLE_VALUE,
      azures: (name) => name.startsWith("hidden-"),
    },
    properties: {
      kind: "object",
      members: {
        environmentId: ID,
        customContainerTemplate: TEMPLATE,
        managedIdentitySettings: IDENTITY_SETTINGS,
        secrets: { kind: "list", key: "name", item: { kind: "object", members: {} } },
      },
    },
  },
};
