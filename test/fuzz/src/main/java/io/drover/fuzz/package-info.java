/**
 * Coverage-guided fuzzing of the reader of the three files. {@link io.drover.fuzz.FuzzRun} starts
 * Jazzer once for each {@link io.drover.fuzz.Target}; what must hold of every input stands in
 * {@link io.drover.fuzz.Invariants}.
 */
package io.drover.fuzz;
