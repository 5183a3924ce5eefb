package dev.triptych.worker.store.s3;

import dev.triptych.worker.errors.StorageFailures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Takes what is read from a server. Its failures are this machine's, a full disk say, and not those
 * of the connection.
 */
final class LocalSink implements AutoCloseable {
  private final OutputStream out;
  private final String where;

  /**
   * @param where the content comes from, for people
   */
  LocalSink(S3Reads.Sink sink, String where) {
    this.where = where;
    try {
      this.out = sink.open();
    } catch (IOException e) {
      throw StorageFailures.writing(Path.of("copy of " + where.replace(':', '_')), e);
    }
  }

  void write(byte[] buffer, int length) {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw StorageFailures.writing(Path.of("copy of " + where.replace(':', '_')), e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
