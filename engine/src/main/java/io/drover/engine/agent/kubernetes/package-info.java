/** Agents that are pods of a cluster: one for each job, gone with it. */
package io.drover.engine.agent.kubernetes;
