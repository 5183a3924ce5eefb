package dev.triptych.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where answers go, for a writer that keeps failures to itself: remembers the first one, so that an
 * answer that got lost is no success.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream stream;
  private @Nullable IOException failure;

  /**
   * @param stream the process's own, unbuffered
   */
  public StandardOutput(OutputStream stream) {
    this.stream = stream;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (failure != null) {
      return;
    }
    try {
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * How a command ends whose answer went here.
   *
   * @param exitCode how it would end if all of the answer has arrived
   * @param err is told if it has not; a reader who goes away has seen what he wanted
   */
  public synchronized int settle(int exitCode, PrintWriter err) {
    if (failure == null || closed(failure)) {
      return exitCode;
    }
    err.println(
        "triptych: The answer could not be written: standard output ("
            + failure.getMessage()
            + "). Free some room there, or send it elsewhere.");
    err.flush();
    return exitCode == ExitCode.OK ? ExitCode.SURROUNDINGS : exitCode;
  }

  /** Java has no type for it; these are the words of Linux and macOS, and of Windows. */
  private static boolean closed(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe") || message.contains("pipe is being closed");
  }
}
