package io.drover.fuzz;

import com.sun.management.ThreadMXBean;
import io.drover.config.problem.ProblemRenderer;
import io.drover.config.reader.ConfigurationReader;
import io.drover.config.reader.ReadResult;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * One read of the three files and all that is printed of it, with what it took.
 *
 * @param result what the reader said
 * @param printed all that is printed of the problems
 * @param nanoseconds wall time
 * @param allocated bytes allocated in sum. What is held at one time is never more than that, so a
 *     bound on it bounds the peak too
 */
record Reading(ReadResult result, String printed, long nanoseconds, long allocated) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Reads and measures; files as small as the fuzzer's are read in the calling thread alone. */
  static Reading of(Path folder) {
    long thread = Thread.currentThread().getId();
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long start = System.nanoTime();
    ReadResult result = ConfigurationReader.read(folder);
    String printed = printed(result, folder);
    long nanoseconds = System.nanoTime() - start;
    return new Reading(
        result, printed, nanoseconds, THREADS.getThreadAllocatedBytes(thread) - allocated);
  }

  private static String printed(ReadResult result, Path folder) {
    return result.problems().isEmpty()
        ? ""
        : ProblemRenderer.text(result.problems(), folder) + ProblemRenderer.json(result.problems());
  }
}
