package dev.triptych.models.checkpoints;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle says, as data: no class is looked up and nothing is called. Containers may contain
 * themselves, so they are compared by identity and never walked without a bound.
 */
sealed interface Pickled {
  /** {@code None}. */
  enum Nothing implements Pickled {
    NONE
  }

  record Flag(boolean value) implements Pickled {
    static final Flag TRUE = new Flag(true);
    static final Flag FALSE = new Flag(false);
  }

  record Whole(long value) implements Pickled {}

  /** A whole number of more than 64 bits. */
  record Big(BigInteger value) implements Pickled {}

  record Real(double value) implements Pickled {}

  record Text(String value) implements Pickled {}

  /** Bytes, left where they are; also texts too long to be of interest. */
  record Bytes(Region region) implements Pickled {}

  /** A name of Python's, {@code module.name}. */
  final class Global implements Pickled {
    private static final int LONGEST = 256; // letters, far above those of any class

    private final String module;
    private final String name;
    private @Nullable String path; // joined once, however often it is called

    Global(String module, String name) {
      this.module = module;
      this.name = name;
    }

    String name() {
      return name;
    }

    @Override
    public String toString() {
      String joined = path;
      if (joined == null) {
        boolean any = module.length() + name.length() <= LONGEST;
        joined = any ? module + "." + name : "a name that is too long";
        path = joined;
      }
      return joined;
    }
  }

  /** A reference to something outside the pickle. */
  record Persistent(Pickled id) implements Pickled {}

  /** A list, tuple or set. */
  final class Items implements Pickled {
    private List<Pickled> values;

    Items() {
      values = List.of();
    }

    Items(List<Pickled> values) {
      this.values = values;
    }

    List<Pickled> values() {
      return Collections.unmodifiableList(values);
    }

    void add(Pickled value) {
      if (!(values instanceof ArrayList)) {
        values = new ArrayList<>(values);
      }
      values.add(value);
    }

    /** The item {@code index}, or None if there are fewer. */
    Pickled get(int index) {
      return index < values.size() ? values.get(index) : Nothing.NONE;
    }
  }

  /** A dictionary, of which the entries with texts or whole numbers as keys are kept, in order. */
  final class Table implements Pickled {
    private Map<String, Pickled> entries = Map.of();

    Map<String, Pickled> entries() {
      return Collections.unmodifiableMap(entries);
    }

    @Nullable Pickled get(String key) {
      return entries.get(key);
    }

    void put(Pickled key, Pickled value) {
      String name =
          key instanceof Text text
              ? text.value()
              : key instanceof Whole whole ? Long.toString(whole.value()) : null;
      if (name == null) {
        return;
      }
      if (entries.isEmpty()) {
        entries = new LinkedHashMap<>(2);
      }
      entries.put(name, value);
    }
  }

  /** The result of a call or construction that was not carried out. */
  final class Made implements Pickled {
    private final String callee;
    private final Items arguments;
    private @Nullable Pickled state;

    Made(Pickled callee, Items arguments) {
      this.callee = callee instanceof Global global ? global.toString() : "";
      this.arguments = arguments;
    }

    /** What would be called, if it is a name; else an empty text. */
    String callee() {
      return callee;
    }

    Items arguments() {
      return arguments;
    }

    /** What the object's attributes would be set from, or null. */
    @Nullable Pickled state() {
      return state;
    }

    void state(Pickled given) {
      state = given;
    }
  }
}
