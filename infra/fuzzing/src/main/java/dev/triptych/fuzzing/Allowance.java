package dev.triptych.fuzzing;

import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * How much memory a reader may allocate for a file, garbage included: on the heap by the thread
 * that reads, and as direct buffers by the whole process.
 *
 * @param perByte bytes for each byte of the file, beside {@value #ANYWAY} for any file
 */
public record Allowance(long perByte) {
  /** Windows, buffers, messages, stack traces. */
  public static final long ANYWAY = 4 << 20;

  /**
   * While it fuzzes, the fuzzer notes comparisons, and up to a hundred keys for each lookup, on the
   * reader's own thread: then only gross excess shows. The seeds are held to the limit itself.
   */
  private static final int NOTES = "true".equals(System.getenv("JAZZER_FUZZ")) ? 128 : 1;

  private static final int TRIES = 3;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final BufferPoolMXBean DIRECT =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(pool -> pool.getName().equals("direct"))
          .findAny()
          .orElseThrow();

  /** Reads a file; may be done again. */
  @FunctionalInterface
  public interface Reading<E extends Exception> {
    void read() throws E;
  }

  /**
   * Does a reading, and once more if it took too much: what was loaded or compiled meanwhile is not
   * of its making, and does not come twice.
   *
   * @param bytes of the file
   * @throws AssertionError if it takes more than is allowed, each time
   */
  public <E extends Exception> void spend(long bytes, Reading<E> reading) throws E {
    long allowed = NOTES * (ANYWAY + perByte * bytes);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      least = Math.min(least, taken(reading));
      if (least <= allowed) {
        return;
      }
    }
    throw new AssertionError(
        String.format(
            Locale.ROOT,
            "%,d bytes were allocated for a file of %,d; %,d were allowed",
            least,
            bytes,
            allowed));
  }

  private static <E extends Exception> long taken(Reading<E> reading) throws E {
    long heap = THREADS.getCurrentThreadAllocatedBytes();
    long direct = DIRECT.getTotalCapacity();
    reading.read();
    // A collection may have freed direct buffers meanwhile; it never adds any.
    return THREADS.getCurrentThreadAllocatedBytes()
        - heap
        + Math.max(0, DIRECT.getTotalCapacity() - direct);
  }
}
