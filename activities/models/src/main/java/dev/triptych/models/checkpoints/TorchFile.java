package dev.triptych.models.checkpoints;

import dev.triptych.models.checkpoints.Pickled.Big;
import dev.triptych.models.checkpoints.Pickled.Bytes;
import dev.triptych.models.checkpoints.Pickled.Flag;
import dev.triptych.models.checkpoints.Pickled.Items;
import dev.triptych.models.checkpoints.Pickled.Persistent;
import dev.triptych.models.checkpoints.Pickled.Table;
import dev.triptych.models.checkpoints.Pickled.Text;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pickle and where the storages that it refers to lie, in any of three containers: PyTorch's zip
 * archives (also TorchScript's), the files that it wrote before version 1.6, and a bare pickle
 * whose storages are byte strings inside it.
 */
final class TorchFile {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final String PICKLE = "data.pkl";

  private final Pickled root;
  private final int size;
  private final Map<String, Region> storages;
  private final Map<Region, Storage> inline = new HashMap<>();

  private TorchFile(Pickled root, int size, Map<String, Region> storages) {
    this.root = root;
    this.size = size;
    this.storages = storages;
  }

  /** The pickled object. */
  Pickled root() {
    return root;
  }

  /** Steps of the pickle; no honest tree in it has more nodes. */
  int size() {
    return size;
  }

  static TorchFile zip(Region.Stored file) throws IOException, Malformed {
    Map<String, Region> entries = ZipDirectory.of(file);
    String folder = folder(entries);
    Region order = entries.get(folder + "byteorder");
    if (order != null && text(order).equals("big")) {
      throw bigEndian();
    }
    Region pickle = entries.get(folder + PICKLE);
    if (pickle == null) {
      throw new Malformed("a zip archive without data.pkl, so not one of PyTorch's");
    }
    Map<String, Region> storages = new HashMap<>();
    String data = folder + "data/";
    entries.forEach(
        (name, region) -> {
          if (name.startsWith(data)) {
            storages.put(name.substring(data.length()), region);
          }
        });
    try (ByteReader in =
        new ByteReader(pickle instanceof Region.Checked checked ? checked.compared() : pickle)) {
      PickleMachine machine = new PickleMachine(in);
      Pickled root = machine.run();
      return new TorchFile(root, machine.opcodes(), storages);
    }
  }

  /** The archive's only folder, which may have any name. */
  private static String folder(Map<String, Region> entries) {
    for (String name : entries.keySet()) {
      int slash = name.indexOf('/');
      if (name.substring(slash + 1).equals(PICKLE)) {
        return name.substring(0, slash + 1);
      }
    }
    return "";
  }

  private static String text(Region region) throws IOException {
    ByteBuffer bytes = region.slice(0, (int) Math.min(16, region.length()));
    return StandardCharsets.US_ASCII.decode(bytes).toString().trim();
  }

  /** A pickle that stands at the beginning of a file, or several with storages behind them. */
  static TorchFile pickle(Region.Stored file) throws IOException, Malformed {
    try (ByteReader in = new ByteReader(file)) {
      PickleMachine machine = new PickleMachine(in);
      Pickled root = machine.run();
      return root instanceof Big big && big.value().equals(MAGIC)
          ? legacy(file, in)
          : new TorchFile(root, machine.opcodes(), Map.of());
    }
  }

  private static TorchFile legacy(Region.Stored file, ByteReader in) throws IOException, Malformed {
    new PickleMachine(in).run(); // the format's version
    if (new PickleMachine(in).run() instanceof Table system
        && system.get("little_endian") instanceof Flag little
        && !little.value()) {
      throw bigEndian();
    }
    PickleMachine machine = new PickleMachine(in);
    Pickled root = machine.run();
    Map<String, Integer> widths = widths(machine.persistents());
    Map<String, Region> storages = new HashMap<>();
    if (!(new PickleMachine(in).run() instanceof Items keys)) {
      throw new Malformed("there is no list of storages where it should be");
    }
    for (Pickled item : keys.values()) {
      if (!(item instanceof Text key)) {
        throw new Malformed("a storage has no name");
      }
      Integer width = widths.get(key.value());
      if (width == null) {
        throw new Malformed("storage " + Shown.of(key.value()) + " belongs to no tensor");
      }
      long count = in.int64();
      if (count < 0 || count > in.remaining() / width) {
        throw new Malformed(
            "storage "
                + Shown.of(key.value())
                + " of "
                + count
                + " numbers reaches beyond the end of the file at byte "
                + file.length());
      }
      storages.put(key.value(), in.skip(count * width));
    }
    return new TorchFile(root, machine.opcodes(), storages);
  }

  private static Map<String, Integer> widths(List<Persistent> references) {
    Map<String, Integer> widths = new HashMap<>();
    for (Persistent reference : references) {
      Storage.Reference storage = Storage.Reference.find(reference);
      if (storage != null) { // what else is referred to matters only to a tensor that needs it
        widths.put(storage.key(), storage.width());
      }
    }
    return widths;
  }

  private static Malformed bigEndian() {
    return new Malformed(
        "its numbers are big-endian, which is not read here; load it with PyTorch on such a machine"
            + " and save it again with byteorder little");
  }

  /** The storage that a persistent id names. */
  Storage storage(Persistent persistent) throws Malformed {
    Storage.Reference reference = Storage.Reference.find(persistent);
    if (reference == null) {
      throw new Malformed("a reference to something else than a known kind of storage");
    }
    Region bytes = storages.get(reference.key());
    if (bytes == null) {
      throw new Malformed("storage " + Shown.of(reference.key()) + " is not in the file");
    }
    return reference.in(bytes);
  }

  /** A storage that was pickled as the bytes of a file of its own. */
  Storage storage(Bytes bytes) throws IOException, Malformed {
    if (!(bytes.region() instanceof Region.Stored content)) {
      throw new Malformed("a storage inside a compressed pickle");
    }
    Storage known = inline.get(content);
    if (known == null) {
      TorchFile inner = pickle(content);
      if (!(inner.root() instanceof Persistent persistent)) {
        throw new Malformed("a byte string that is no storage");
      }
      known = inner.storage(persistent);
      inline.put(content, known);
    }
    return known;
  }
}
