// Made from src/spec/session-pool.schema.json by "npm run generate". Change that file, not this one.
// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/**
 * One Azure Container Apps session pool as its author wants it: where it lives, then the body of the ARM request (api-version 2025-07-01).
 */
export interface SessionPool {
  /**
   * The subscription that the pool lives in.
   */
  subscriptionId: string;
  /**
   * The resource group that the pool lives in. It exists already, and the source is allowed to deploy to it.
   */
  resourceGroup: string;
  /**
   * The pool's name, unique in its resource group. A pool can't be renamed: another name is another pool.
   */
  name: string;
  /**
   * The Azure region, as "East US" or eastus. It can't be changed once the pool is there.
   */
  location: string;
  /**
   * The managed identities that the pool has. Only pools of custom containers have any.
   */
  identity?: {
    /**
     * Which kinds of identities the pool has.
     */
    type: "None" | "SystemAssigned" | "UserAssigned" | "SystemAssigned,UserAssigned";
    /**
     * The user-assigned identities: each name is an ARM id (/subscriptions/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…), each value is {}.
     */
    userAssignedIdentities?: {
      /**
       * Always {}: Azure fills in the rest.
       */
      [k: string]: {};
    };
  };
  /**
   * What the pool is.
   */
  properties: {
    /**
     * ARM id of the Container Apps environment (/subscriptions/…/providers/Microsoft.App/managedEnvironments/…) that runs the sessions. For custom containers only; it can't be changed once the pool is there.
     */
    environmentId?: string;
    /**
     * What runs in a session: Python code (PythonLTS) or your own image (CustomContainer). NodeLTS and Shell belong to other api-versions, so the service may refuse them. It can't be changed once the pool is there.
     */
    containerType?: "CustomContainer" | "PythonLTS" | "NodeLTS" | "Shell";
    /**
     * How sessions are managed. The service accepts Dynamic only.
     */
    poolManagementType?: "Manual" | "Dynamic";
    /**
     * How many sessions there are.
     */
    scaleConfiguration?: {
      /**
       * The most sessions that run at the same time. Code interpreters: 600 at most.
       */
      maxConcurrentSessions?: number;
      /**
       * How many sessions are kept ready before anybody asks. Custom containers: more than 0 and less than maxConcurrentSessions. Others ignore it.
       */
      readySessionInstances?: number;
    };
    /**
     * The pool's secrets. Their values stay in Azure Key Vault: the deployer reads them when it deploys the pool, and git never sees them.
     *
     * @maxItems 100
     *
     * Items: One secret: its name in this pool, and where its value is.
     */
    secrets?: {
      /**
       * The secret's name in this pool, for secretRef and passwordSecretRef.
       */
      name: string;
      /**
       * Where the value is: https://{vault}.vault.azure.net/secrets/{name}, or with /{version} at its end. Without a version, a new version of the secret is deployed within the hour. The source's settings must name the vault (keyVaults).
       */
      keyVaultSecret: string;
    }[];
    /**
     * How a dynamic pool treats its sessions.
     */
    dynamicPoolConfiguration?: {
      /**
       * When a session ends.
       */
      lifecycleConfiguration?: {
        /**
         * Timed: after a time without requests. OnContainerExit (custom containers only): when the container exits, or after a longest life.
         */
        lifecycleType?: "Timed" | "OnContainerExit";
        /**
         * Timed only: how long a session lives on without requests, in seconds.
         */
        cooldownPeriodInSeconds?: number;
        /**
         * OnContainerExit only: the longest life of a session, in seconds.
         */
        maxAlivePeriodInSeconds?: number;
      };
    };
    /**
     * What a session runs, if containerType is CustomContainer.
     */
    customContainerTemplate?: {
      /**
       * How the images are pulled from a private registry: by a managed identity, or by username and password.
       */
      registryCredentials?: {
        /**
         * The registry's host name, such as contoso.azurecr.io.
         */
        server?: string;
        /**
         * The user that pulls, where no identity does.
         */
        username?: string;
        /**
         * Name of the pool's secret that holds the user's password.
         */
        passwordSecretRef?: string;
        /**
         * The managed identity that pulls: ARM id of a user-assigned identity of the pool, or system.
         */
        identity?: string;
      };
      /**
       * The containers of a session.
       *
       * @minItems 1
       */
      containers?: {
        /**
         * The image with its tag. The service caches images: give every change a tag of its own.
         */
        image?: string;
        /**
         * The container's name.
         */
        name?: string;
        /**
         * What the container starts, instead of the image's own entry point.
         */
        command?: string[];
        /**
         * The arguments of what the container starts.
         */
        args?: string[];
        /**
         * The container's environment variables.
         */
        env?: {
          /**
           * The variable's name.
           */
          name?: string;
          /**
           * The variable's value, which everybody may see.
           */
          value?: string;
          /**
           * Name of the pool's secret that holds the value.
           */
          secretRef?: string;
        }[];
        /**
         * What one session gets. Proven pairs: 0.25 and 0.5Gi, 0.5 and 1Gi, 1 and 2Gi, 2 and 4Gi.
         */
        resources?: {
          /**
           * Cores, such as 0.5.
           */
          cpu?: number;
          /**
           * Memory with its unit, such as 1Gi.
           */
          memory?: string;
        };
      }[];
      /**
       * How requests reach a session.
       */
      ingress?: {
        /**
         * The port that the container listens on.
         */
        targetPort?: number;
      };
    };
    /**
     * What sessions may reach.
     */
    sessionNetworkConfiguration?: {
      /**
       * Whether sessions may open connections to the outside.
       */
      status?: "EgressEnabled" | "EgressDisabled";
    };
    /**
     * Which of the pool's identities its sessions may use, and when.
     */
    managedIdentitySettings?: {
      /**
       * ARM id of a user-assigned identity of the pool, or system for the system-assigned one.
       */
      identity: string;
      /**
       * None: for pulling images only. Main: code in a session can get the identity's tokens too, so never with code that you don't trust.
       */
      lifecycle?: "None" | "Main";
    }[];
  };
  /**
   * The resource's tags: names and texts.
   */
  tags?: {
    [k: string]: string;
  };
}
