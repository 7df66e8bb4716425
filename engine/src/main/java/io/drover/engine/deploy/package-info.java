/** Brings an environment to what its manifests say: the targets where services run. */
package io.drover.engine.deploy;
