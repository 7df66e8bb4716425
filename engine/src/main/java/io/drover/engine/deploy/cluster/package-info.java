/** Brings a namespace of a Kubernetes cluster to what the manifests say. */
package io.drover.engine.deploy.cluster;
