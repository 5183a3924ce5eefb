package dev.triptych.models.checkpoints;

import dev.triptych.models.checkpoints.Pickled.Big;
import dev.triptych.models.checkpoints.Pickled.Bytes;
import dev.triptych.models.checkpoints.Pickled.Flag;
import dev.triptych.models.checkpoints.Pickled.Global;
import dev.triptych.models.checkpoints.Pickled.Items;
import dev.triptych.models.checkpoints.Pickled.Made;
import dev.triptych.models.checkpoints.Pickled.Nothing;
import dev.triptych.models.checkpoints.Pickled.Persistent;
import dev.triptych.models.checkpoints.Pickled.Real;
import dev.triptych.models.checkpoints.Pickled.Table;
import dev.triptych.models.checkpoints.Pickled.Text;
import dev.triptych.models.checkpoints.Pickled.Whole;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a pickle of protocols 0 to 5 into {@link Pickled} data. Calls and constructions are written
 * down instead of being carried out, except that Python's containers become ours. An opcode adds at
 * most one thing to the stack, the memo or a container, and there are at most {@value #MAX_OPCODES}
 * of them, so that time and memory are bounded by the file's size and by this number.
 */
final class PickleMachine {
  static final int MAX_OPCODES = 1 << 21;
  private static final int MAX_TEXT = 1 << 20;
  private static final int MAX_DIGITS = 64;

  private static final Set<String> TABLES =
      Set.of(
          "collections.OrderedDict",
          "collections.defaultdict",
          "collections.Counter",
          "builtins.dict",
          "__builtin__.dict",
          "dnnlib.util.EasyDict",
          "dnnlib.EasyDict");
  private static final Set<String> LISTS =
      Set.of(
          "builtins.list",
          "builtins.tuple",
          "builtins.set",
          "builtins.frozenset",
          "__builtin__.set",
          "__builtin__.frozenset",
          "torch.Size",
          "torch.jit._pickle.build_intlist",
          "torch.jit._pickle.build_doublelist",
          "torch.jit._pickle.build_boollist");

  private final ByteReader in;
  private final PickleStack stack = new PickleStack();
  private final PickleMemo memo = new PickleMemo();
  private final List<Persistent> persistents = new ArrayList<>();
  private int opcodes;

  PickleMachine(ByteReader in) {
    this.in = in;
  }

  /** Number of opcodes that were read; no tree of data has more nodes. */
  int opcodes() {
    return opcodes;
  }

  /** All references to things outside the pickle. */
  List<Persistent> persistents() {
    return persistents;
  }

  /**
   * Reads as far as the end of a pickle; what follows it stays in the reader.
   *
   * @throws Malformed if it breaks the rules of pickles or a limit
   */
  Pickled run() throws IOException, Malformed {
    for (int opcode = next(); opcode != '.'; opcode = next()) {
      if (!(constant(opcode) || string(opcode) || container(opcode) || memory(opcode))) {
        object(opcode);
      }
    }
    return stack.pop();
  }

  private int next() throws IOException, Malformed {
    charge(1);
    return in.unsignedByte();
  }

  private void charge(int steps) throws Malformed {
    opcodes += steps;
    if (opcodes > MAX_OPCODES) {
      throw new Malformed("its pickle has more than " + MAX_OPCODES + " steps");
    }
  }

  private boolean constant(int opcode) throws IOException, Malformed {
    switch (opcode) {
      case 'N' -> stack.push(Nothing.NONE);
      case 0x88 -> stack.push(Flag.TRUE);
      case 0x89 -> stack.push(Flag.FALSE);
      case 'K' -> stack.push(new Whole(in.unsignedByte()));
      case 'M' -> stack.push(new Whole(in.unsignedShort()));
      case 'J' -> stack.push(new Whole(in.int32()));
      case 'G' -> stack.push(new Real(in.bigEndianDouble()));
      case 0x8a -> stack.push(whole(in.unsignedByte()));
      case 0x8b -> stack.push(whole(in.unsignedInt()));
      case 'I' -> stack.push(decimal(in.line()));
      case 'L' -> stack.push(decimal(in.line().replace("L", "")));
      case 'F' -> stack.push(real(in.line()));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Little-endian two's complement. */
  private Pickled whole(long count) throws IOException, Malformed {
    if (count > MAX_DIGITS) {
      return new Bytes(in.skip(count));
    }
    byte[] digits = in.bytes(count);
    byte[] bigEndian = new byte[digits.length + 1];
    for (int i = 0; i < digits.length; i++) {
      bigEndian[digits.length - i] = digits[i];
    }
    bigEndian[0] = (byte) (digits.length > 0 && digits[digits.length - 1] < 0 ? -1 : 0);
    return whole(new BigInteger(bigEndian));
  }

  private static Pickled whole(BigInteger value) {
    return value.bitLength() < Long.SIZE ? new Whole(value.longValue()) : new Big(value);
  }

  private static Pickled decimal(String digits) throws Malformed {
    if (digits.equals("00") || digits.equals("01")) {
      return digits.equals("01") ? Flag.TRUE : Flag.FALSE;
    }
    if (digits.length() > MAX_DIGITS) {
      throw new Malformed("a number has " + digits.length() + " digits");
    }
    try {
      return whole(new BigInteger(digits));
    } catch (NumberFormatException e) {
      throw new Malformed("'" + digits + "' is no whole number");
    }
  }

  private static Pickled real(String digits) throws Malformed {
    try {
      return new Real(Double.parseDouble(digits));
    } catch (NumberFormatException e) {
      throw new Malformed("'" + Shown.of(digits) + "' is no number");
    }
  }

  private boolean string(int opcode) throws IOException, Malformed {
    switch (opcode) {
      case 'X' -> stack.push(text(in.unsignedInt()));
      case 0x8c -> stack.push(text(in.unsignedByte()));
      case 0x8d -> stack.push(text(in.int64()));
      case 'V' -> stack.push(new Text(in.line()));
      case 'S' -> stack.push(new Text(unquoted(in.line())));
      case 'U' -> stack.push(text(in.unsignedByte(), StandardCharsets.ISO_8859_1)); // Python 2's
      case 'T' -> stack.push(text(in.unsignedInt(), StandardCharsets.ISO_8859_1));
      case 'C' -> stack.push(new Bytes(in.skip(in.unsignedByte())));
      case 'B' -> stack.push(new Bytes(in.skip(in.unsignedInt())));
      case 0x8e, 0x96 -> stack.push(new Bytes(in.skip(in.int64())));
      default -> {
        return false;
      }
    }
    return true;
  }

  private Pickled text(long count) throws IOException, Malformed {
    return text(count, StandardCharsets.UTF_8);
  }

  private Pickled text(long count, Charset charset) throws IOException, Malformed {
    return count > MAX_TEXT
        ? new Bytes(in.skip(count))
        : new Text(new String(in.bytes(count), charset));
  }

  private static String unquoted(String line) {
    return line.length() < 2 ? line : line.substring(1, line.length() - 1);
  }

  private boolean container(int opcode) throws Malformed {
    switch (opcode) {
      case '(' -> stack.mark();
      case ')', ']', 0x8f -> stack.push(new Items());
      case '}' -> stack.push(new Table());
      case 't', 'l', 0x91 -> stack.push(new Items(stack.popToMark()));
      case 0x85 -> stack.push(new Items(stack.pop(1)));
      case 0x86 -> stack.push(new Items(stack.pop(2)));
      case 0x87 -> stack.push(new Items(stack.pop(3)));
      case 'd' -> stack.push(fill(new Table(), stack.popToMark()));
      case 'a' -> append(stack.pop(1));
      case 'e', 0x90 -> append(stack.popToMark());
      case 's' -> fill(stack.pop(2));
      case 'u' -> fill(stack.popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void append(List<Pickled> values) throws Malformed {
    if (stack.top() instanceof Items items) {
      values.forEach(items::add);
    }
  }

  private void fill(List<Pickled> pairs) throws Malformed {
    if (stack.top() instanceof Table table) {
      fill(table, pairs);
    }
  }

  private static Table fill(Table table, List<Pickled> pairs) {
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      table.put(pairs.get(i), pairs.get(i + 1));
    }
    return table;
  }

  private boolean memory(int opcode) throws IOException, Malformed {
    switch (opcode) {
      case 'q' -> memo.put(in.unsignedByte(), stack.top());
      case 'r' -> memo.put(in.unsignedInt(), stack.top());
      case 'p' -> memo.put(index(in.line()), stack.top());
      case 0x94 -> memo.add(stack.top());
      case 'h' -> stack.push(memo.get(in.unsignedByte()));
      case 'j' -> stack.push(memo.get(in.unsignedInt()));
      case 'g' -> stack.push(memo.get(index(in.line())));
      case '0' -> stack.pop();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.top());
      case 0x80 -> protocol(in.unsignedByte());
      case 0x95 -> frame(in.int64());
      default -> {
        return false;
      }
    }
    return true;
  }

  private static long index(String digits) throws Malformed {
    if (decimal(digits) instanceof Whole whole) {
      return whole.value();
    }
    throw new Malformed("'" + digits + "' is no place in the memo");
  }

  private static void protocol(int version) throws Malformed {
    if (version > 5) {
      throw new Malformed("it is a pickle of protocol " + version + "; 0 to 5 are known");
    }
  }

  private void frame(long length) throws Malformed {
    if (length < 0 || length > in.remaining()) {
      throw new Malformed(
          "a frame promises more than the " + in.remaining() + " bytes that follow");
    }
  }

  private void object(int opcode) throws IOException, Malformed {
    switch (opcode) {
      case 'c' -> stack.push(new Global(in.line(), in.line()));
      case 0x93 -> global(stack.pop(2));
      case 'R', 0x81 -> make(stack.pop(2));
      case 0x92 -> make(stack.pop(3));
      case 'o' -> instance(stack.popToMark());
      case 'i' -> {
        Global global = new Global(in.line(), in.line());
        stack.push(made(global, new Items(stack.popToMark())));
      }
      case 'b' -> build(stack.pop());
      case 'P' -> persistent(new Text(in.line()));
      case 'Q' -> persistent(stack.pop());
      default ->
          throw new Malformed(
              String.format(
                  Locale.ROOT, "byte %d is 0x%02x, no known opcode", in.position() - 1, opcode));
    }
  }

  private void global(List<Pickled> names) throws Malformed {
    if (!(names.get(0) instanceof Text module && names.get(1) instanceof Text name)) {
      throw new Malformed("a class has no name, at byte " + in.position());
    }
    stack.push(new Global(module.value(), name.value()));
  }

  private void make(List<Pickled> parts) throws Malformed {
    Items arguments = parts.get(1) instanceof Items items ? items : new Items();
    stack.push(made(parts.get(0), arguments));
  }

  private void instance(List<Pickled> parts) throws Malformed {
    if (parts.isEmpty()) {
      throw new Malformed("an object has no class, at byte " + in.position());
    }
    stack.push(made(parts.get(0), new Items(parts.subList(1, parts.size()))));
  }

  private Pickled made(Pickled callee, Items arguments) throws Malformed {
    String name = callee instanceof Global global ? global.toString() : "";
    if (TABLES.contains(name)) {
      return table(arguments);
    }
    if (LISTS.contains(name)) {
      return arguments.get(0) instanceof Items items ? items : new Items(); // no need of a copy
    }
    return new Made(callee, arguments);
  }

  /** Python 2 gives the entries of an ordered dictionary as pairs. */
  private Table table(Items arguments) throws Malformed {
    Table table = new Table();
    for (Pickled argument : arguments.values()) {
      if (argument instanceof Items pairs) {
        charge(pairs.values().size());
        for (Pickled pair : pairs.values()) {
          if (pair instanceof Items items && items.values().size() == 2) {
            table.put(items.get(0), items.get(1));
          }
        }
      }
    }
    return table;
  }

  private void build(Pickled state) throws Malformed {
    if (stack.top() instanceof Made made) {
      made.state(state);
    }
  }

  private void persistent(Pickled id) {
    Persistent persistent = new Persistent(id);
    persistents.add(persistent);
    stack.push(persistent);
  }
}
