package dev.triptych.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command prints and what it knows of its surroundings.
 *
 * @param out answers
 * @param err progress and errors
 * @param terminal whether a person watches {@code err} on a terminal that takes control codes
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

  /**
   * This process's own.
   *
   * @param out takes the answers
   */
  public static Console system(StandardOutput out) {
    Map<String, String> environment = System.getenv();
    return new Console(
        new PrintWriter(out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        terminal(environment),
        environment);
  }

  /**
   * Whether a person watches who wants colours, and bars that are redrawn in place. The JVM tells
   * of a terminal only if input is one too, so the launcher asks about stderr itself.
   */
  static boolean terminal(Map<String, String> environment) {
    String kind = environment.getOrDefault("TERM", "");
    return "1".equals(environment.get("TRIPTYCH_TERMINAL"))
        && !kind.isEmpty()
        && !kind.equals("dumb")
        && environment.getOrDefault("NO_COLOR", "").isEmpty(); // https://no-color.org
  }

  /** Columns of the terminal, or what is usual. */
  public int width() {
    String columns = environment.getOrDefault("COLUMNS", "");
    int width = columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    return Math.max(USUAL_WIDTH, width);
  }

  /** Prints a value as JSON. */
  public void json(Object value) {
    out.println(jsonText(value));
  }

  /** A value as JSON for people to read. */
  public static String jsonText(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A plain value could not be written as JSON", e);
    }
  }
}
