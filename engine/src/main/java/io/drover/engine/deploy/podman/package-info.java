/** Environments on this machine, with podman, from the manifests that a cluster would get. */
package io.drover.engine.deploy.podman;
