package dev.triptych.cli.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML document as it stands in its source: texts with places, not yet typed. */
sealed interface Node {
  Mark mark();

  /** What an error message calls this kind of node. */
  String kind();

  /** A mapping, in the order of its source. */
  record Mapping(Mark mark, Map<String, Entry> entries) implements Node {
    public Mapping {
      entries = new LinkedHashMap<>(entries);
    }

    @Nullable Node get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** One key of a mapping: where the key stands, and its value. */
  record Entry(Mark keyMark, Node value) {}

  /** A list. */
  record Sequence(Mark mark, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * A single value.
   *
   * @param quoted whether quotes or a block style make it a text whatever it holds
   */
  record Scalar(Mark mark, String text, boolean quoted) implements Node {
    /** Whether nothing was written, or {@code null} or {@code ~}. */
    boolean empty() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    @Override
    public String kind() {
      return (quoted ? "the text \"" : "\"") + text + "\"";
    }
  }
}
