/**
 * Benchmarks: what is measured, against what, and the last figures stand in the module's README.
 * {@link io.drover.benchmarks.ProjectGenerator} writes the projects for all of them.
 */
package io.drover.benchmarks;
