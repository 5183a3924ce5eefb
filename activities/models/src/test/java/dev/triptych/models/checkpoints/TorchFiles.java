package dev.triptych.models.checkpoints;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.triptych.models.checkpoints.PickleWriter.Call;
import dev.triptych.models.checkpoints.PickleWriter.Instance;
import dev.triptych.models.checkpoints.PickleWriter.Name;
import dev.triptych.models.checkpoints.PickleWriter.Persistent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes state dicts as PyTorch does: archives, TorchScript's too, and the format before them. */
public final class TorchFiles {
  private final Map<String, byte[]> storages = new LinkedHashMap<>();
  private final Map<String, Object> views = new LinkedHashMap<>();
  private final int width;

  private TorchFiles(Map<String, NDArray> tensors, boolean half) {
    this.width = half ? 2 : 4;
    tensors.forEach((name, tensor) -> views.put(name, view(tensor, half)));
  }

  /**
   * A zip archive.
   *
   * @param tensors of float32
   * @param half whether they are stored with 16 bits
   */
  public static byte[] zip(Map<String, NDArray> tensors, boolean half) throws IOException {
    TorchFiles file = new TorchFiles(tensors, half);
    return file.archive(PickleWriter.pickle(file.views), "version");
  }

  /** As {@link #zip}, with the state dict below {@code state_dict} as trainings keep it. */
  public static byte[] training(Map<String, NDArray> tensors) throws IOException {
    TorchFiles file = new TorchFiles(tensors, false);
    Map<String, Object> root = new LinkedHashMap<>(Map.of("epoch", 3));
    root.put("state_dict", file.views);
    return file.archive(PickleWriter.pickle(root), "version");
  }

  /** A TorchScript archive: modules in modules, by the dots of the names. */
  public static byte[] script(Map<String, NDArray> tensors, boolean half) throws IOException {
    TorchFiles file = new TorchFiles(tensors, half);
    Map<String, Object> root = new LinkedHashMap<>();
    file.views.forEach((name, view) -> put(root, name, view));
    return file.archive(PickleWriter.pickle(module(root)), "constants.pkl");
  }

  @SuppressWarnings("unchecked") // only maps are put below a module's name
  private static void put(Map<String, Object> module, String name, Object view) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      module.put(name, view);
      return;
    }
    Object child = module.computeIfAbsent(name.substring(0, dot), key -> new LinkedHashMap<>());
    put((Map<String, Object>) child, name.substring(dot + 1), view);
  }

  private static Instance module(Map<String, Object> attributes) {
    Map<String, Object> state = new LinkedHashMap<>(Map.of("training", false));
    attributes.forEach(
        (name, value) ->
            state.put(name, value instanceof Map<?, ?> map ? module(cast(map)) : value));
    return new Instance(new Name("__torch__.model", "Module"), state);
  }

  @SuppressWarnings("unchecked") // as above
  private static Map<String, Object> cast(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  /** What PyTorch wrote before version 1.6. */
  public static byte[] legacy(Map<String, NDArray> tensors, boolean half) {
    TorchFiles file = new TorchFiles(tensors, half);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(PickleWriter.legacyStart());
    out.writeBytes(PickleWriter.pickle(file.views));
    out.writeBytes(PickleWriter.pickle(List.copyOf(file.storages.keySet())));
    for (byte[] storage : file.storages.values()) {
      ByteBuffer count = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      out.writeBytes(count.putLong(storage.length / file.width).array());
      out.writeBytes(storage);
    }
    return out.toByteArray();
  }

  private Object view(NDArray tensor, boolean half) {
    String key = Integer.toString(storages.size());
    try (NDArray stored = tensor.toType(half ? DataType.FLOAT16 : DataType.FLOAT32, true)) {
      storages.put(key, stored.toByteArray());
    }
    int axes = tensor.getShape().dimension();
    Object[] sizes = new Object[axes];
    Object[] strides = new Object[axes];
    long stride = 1;
    for (int axis = axes - 1; axis >= 0; axis--) {
      sizes[axis] = tensor.getShape().get(axis);
      strides[axis] = stride;
      stride *= tensor.getShape().get(axis);
    }
    Name type = new Name("torch", half ? "HalfStorage" : "FloatStorage");
    Object[] id = {"storage", type, key, "cpu", tensor.size()};
    Call hooks = new Call(new Name("collections", "OrderedDict"));
    return new Call(
        new Name("torch._utils", "_rebuild_tensor_v2"),
        new Persistent(id),
        0,
        sizes,
        strides,
        false,
        hooks);
  }

  private byte[] archive(byte[] pickle, String companion) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, "data.pkl", pickle);
      entry(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
      entry(zip, companion, PickleWriter.pickle(new Object[0]));
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        entry(zip, "data/" + storage.getKey(), storage.getValue());
      }
    }
    return out.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry("archive/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
  }
}
