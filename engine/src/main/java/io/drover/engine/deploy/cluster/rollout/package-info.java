/** Watches workloads until they run, and finds out why they do not. */
package io.drover.engine.deploy.cluster.rollout;
