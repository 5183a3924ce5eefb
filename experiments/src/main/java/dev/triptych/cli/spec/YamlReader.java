package dev.triptych.cli.spec;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Turns YAML text into nodes that remember their places. Aliases, tags, duplicate keys and deep
 * nesting are problems: a spec needs none of them, and they make a small file explode.
 */
final class YamlReader {
  static final int MAX_CHARACTERS = 256 * 1024;
  private static final int MAX_DEPTH = 16;

  private final String source;
  private final List<SpecProblem> problems;
  private final Iterator<Event> events;

  private YamlReader(String source, String text, List<SpecProblem> problems) {
    this.source = source;
    this.problems = problems;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    this.events = new Yaml(options).parse(new StringReader(text)).iterator();
  }

  /**
   * The one document of {@code text}, or null if it cannot be read; says why in {@code problems}.
   */
  static @Nullable Node read(String source, String text, List<SpecProblem> problems) {
    if (text.length() > MAX_CHARACTERS) {
      add(problems, source, "is larger than 256 KiB, too large for a spec");
      return null;
    }
    try {
      return new YamlReader(source, text, problems).document();
    } catch (TooDeep e) {
      problems.add(new SpecProblem(e.mark, "", "is nested more than " + MAX_DEPTH + " deep"));
    } catch (MarkedYAMLException e) {
      syntax(source, text, e, problems);
    } catch (ReaderException e) {
      problems.add(new SpecProblem(markOf(source, text, e.getCodePoint()), "", unreadable(e)));
    } catch (YAMLException e) {
      add(problems, source, "cannot be read: " + firstLine(e));
    }
    return null;
  }

  private static String unreadable(ReaderException e) {
    return String.format(
        Locale.ROOT, "holds the character U+%04X, which YAML does not allow", e.getCodePoint());
  }

  /** Where a character stands first; the parser tells its place within a buffer only. */
  private static Mark markOf(String source, String text, int codePoint) {
    int at = text.indexOf(codePoint);
    if (at < 0) {
      return Mark.of(source);
    }
    int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    return new Mark(source, line, at - text.lastIndexOf('\n', at - 1));
  }

  private @Nullable Node document() {
    events.next(); // stream start
    if (events.next().is(Event.ID.StreamEnd)) {
      add(problems, source, "is empty");
      return null;
    }
    Node root = node(events.next(), "", 0);
    events.next(); // document end
    Event next = events.next();
    if (!next.is(Event.ID.StreamEnd)) {
      problems.add(
          new SpecProblem(mark(next), "", "begins a second document; a spec is a single document"));
    }
    return root;
  }

  private Node node(Event event, String path, int depth) {
    if (depth > MAX_DEPTH) {
      throw new TooDeep(mark(event));
    }
    refuseAnchorAndTag(event, path);
    if (event instanceof MappingStartEvent) {
      return mapping(event, path, depth);
    }
    if (event instanceof SequenceStartEvent) {
      return sequence(event, path, depth);
    }
    if (event instanceof ScalarEvent scalar) {
      boolean quoted = scalar.getScalarStyle() != ScalarStyle.PLAIN;
      return new Node.Scalar(mark(event), scalar.getValue(), quoted);
    }
    return new Node.Scalar(mark(event), "", false); // an alias, reported already
  }

  private Node mapping(Event start, String path, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
      Mark keyMark = mark(event);
      Node key = node(event, path, depth + 1);
      String name = key instanceof Node.Scalar scalar ? scalar.text() : "";
      if (!(key instanceof Node.Scalar)) {
        problems.add(new SpecProblem(keyMark, path, "has a key that is not a word"));
      }
      String child = child(path, name);
      Node value = node(events.next(), child, depth + 1);
      Node.Entry earlier = entries.putIfAbsent(name, new Node.Entry(keyMark, value));
      if (earlier != null) {
        problems.add(
            new SpecProblem(
                keyMark, child, "is set twice, first on line " + earlier.keyMark().line()));
      }
    }
    return new Node.Mapping(mark(start), entries);
  }

  private Node sequence(Event start, String path, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
      items.add(node(event, path + "[" + items.size() + "]", depth + 1));
    }
    return new Node.Sequence(mark(start), items);
  }

  private void refuseAnchorAndTag(Event event, String path) {
    boolean tagged =
        (event instanceof ScalarEvent scalar && scalar.getTag() != null)
            || (event instanceof CollectionStartEvent start && start.getTag() != null);
    if (tagged) {
      problems.add(new SpecProblem(mark(event), path, "has a tag (!); a spec needs none"));
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      String what = event instanceof AliasEvent ? "is an alias (*)" : "has an anchor (&)";
      problems.add(new SpecProblem(mark(event), path, what + "; write the value out"));
    }
  }

  private Mark mark(Event event) {
    return mark(source, event.getStartMark());
  }

  private static Mark mark(String source, org.yaml.snakeyaml.error.Mark mark) {
    return new Mark(source, mark.getLine() + 1, mark.getColumn() + 1);
  }

  static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static void syntax(
      String source, String text, MarkedYAMLException e, List<SpecProblem> problems) {
    List<String> lines = text.lines().toList();
    int before = problems.size();
    for (int i = 0; i < lines.size(); i++) {
      String indentation = lines.get(i).replaceFirst("\\S.*", "");
      int tab = indentation.indexOf('\t');
      if (tab >= 0 && tab < lines.get(i).stripTrailing().length()) {
        String message = "this line is indented with a tab; YAML takes spaces only";
        problems.add(new SpecProblem(new Mark(source, i + 1, tab + 1), "", message));
      }
    }
    if (problems.size() == before) {
      Mark mark = e.getProblemMark() == null ? Mark.of(source) : mark(source, e.getProblemMark());
      String context = e.getContext() == null ? "" : " " + e.getContext();
      problems.add(new SpecProblem(mark, "", "not YAML" + context + ": " + e.getProblem()));
    }
  }

  private static void add(List<SpecProblem> problems, String source, String message) {
    problems.add(new SpecProblem(Mark.of(source), "", message));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static final class TooDeep extends RuntimeException {
    private final transient Mark mark;

    TooDeep(Mark mark) {
      this.mark = mark;
    }
  }
}
