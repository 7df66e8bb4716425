/**
 * The Kubernetes objects of an environment, as a pure function of the model and the images. Every
 * target takes these: a cluster as they are, podman by reading them.
 */
package io.drover.engine.kubernetes;
