package dev.triptych.worker.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Records as JSON lines, one each. */
public final class JsonLines {
  /** Media type of the artefacts. */
  public static final String MEDIA_TYPE = "application/jsonl";

  private JsonLines() {}

  public static byte[] write(List<?> records) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Object each : records) {
      lines.writeBytes(Json.bytes(each));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  /**
   * @throws java.io.UncheckedIOException if a line is no {@code type}
   */
  public static <T> List<T> read(byte[] lines, Class<T> type) {
    return new String(lines, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8), type))
        .toList();
  }
}
