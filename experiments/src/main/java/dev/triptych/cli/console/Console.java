package dev.triptych.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command prints and what it knows of its surroundings.
 *
 * @param out answers
 * @param err progress and errors
 * @param terminal whether a person watches {@code err}
 * @param environment environment variables
 */
public record Console(
    PrintWriter out, PrintWriter err, boolean terminal, Map<String, String> environment) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final int USUAL_WIDTH = 80;

  public Console {
    environment = Map.copyOf(environment);
  }

  /** This process's own streams. */
  public static Console system() {
    Map<String, String> environment = System.getenv();
    // The JVM tells of a terminal only if input is one too; the launcher asks about stderr itself.
    boolean terminal = "1".equals(environment.get("TRIPTYCH_TERMINAL"));
    return new Console(writer(System.out), writer(System.err), terminal, environment);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Columns of the terminal, or what is usual. */
  public int width() {
    String columns = environment.getOrDefault("COLUMNS", "");
    int width = columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    return Math.max(USUAL_WIDTH, width);
  }

  /** Prints a value as JSON. */
  public void json(Object value) {
    try {
      out.println(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A plain value could not be written as JSON", e);
    }
  }
}
