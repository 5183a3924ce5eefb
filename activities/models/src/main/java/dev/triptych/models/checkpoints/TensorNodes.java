package dev.triptych.models.checkpoints;

import dev.triptych.models.checkpoints.Pickled.Bytes;
import dev.triptych.models.checkpoints.Pickled.Global;
import dev.triptych.models.checkpoints.Pickled.Items;
import dev.triptych.models.checkpoints.Pickled.Made;
import dev.triptych.models.checkpoints.Pickled.Nothing;
import dev.triptych.models.checkpoints.Pickled.Persistent;
import dev.triptych.models.checkpoints.Pickled.Whole;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recognises the calls by which PyTorch pickles tensors, and what they would return. */
final class TensorNodes {
  private static final int NESTING = 8; // a parameter of a subclass of a tensor
  private static final int MAX_AXES = 64; // PyTorch's own limit
  private static final String PACKAGE = "torch._utils.";

  private final TorchFile file;

  TensorNodes(TorchFile file) {
    this.file = file;
  }

  /** Whether this is a tensor of a kind that is read here. */
  static boolean isTensor(@Nullable Pickled node) {
    return view(node) != null;
  }

  /**
   * The call that rebuilds a plain tensor, out of those around it; null if it is something else.
   */
  private static @Nullable Made view(@Nullable Pickled node) {
    Pickled inner = node;
    for (int depth = 0; depth < NESTING && inner instanceof Made made; depth++) {
      switch (made.callee()) {
        case PACKAGE + "_rebuild_tensor",
            PACKAGE + "_rebuild_tensor_v2",
            PACKAGE + "_rebuild_tensor_v3" -> {
          return made;
        }
        case PACKAGE + "_rebuild_parameter", PACKAGE + "_rebuild_parameter_with_state" ->
            inner = made.arguments().get(0);
        case "torch._tensor._rebuild_from_type_v2", "torch.tensor._rebuild_from_type_v2" ->
            inner =
                made.arguments().get(2) instanceof Items arguments
                    ? new Made(made.arguments().get(0), arguments)
                    : Nothing.NONE;
        default -> {
          return null;
        }
      }
    }
    return null;
  }

  /**
   * @throws Malformed if it is no tensor, or one whose numbers are not there
   */
  PickledTensor tensor(@Nullable Pickled node) throws IOException, Malformed {
    Made made = view(node);
    if (made == null) {
      throw new Malformed("not a tensor");
    }
    Items arguments = made.arguments();
    if (!(arguments.get(1) instanceof Whole offset
        && arguments.get(2) instanceof Items sizes
        && arguments.get(3) instanceof Items strides)) {
      throw new Malformed("a tensor without sizes");
    }
    Storage storage = storage(arguments.get(0));
    if (made.callee().endsWith("_v3") && arguments.get(6) instanceof Global dtype) {
      storage = storage.as(dtype.name());
    }
    return PickledTensor.of(storage, offset.value(), numbers(sizes), numbers(strides));
  }

  private Storage storage(Pickled node) throws IOException, Malformed {
    if (node instanceof Persistent persistent) {
      return file.storage(persistent);
    }
    if (node instanceof Made made
        && made.callee().equals("torch.storage._load_from_bytes")
        && made.arguments().get(0) instanceof Bytes bytes) {
      return file.storage(bytes);
    }
    throw new Malformed("a tensor whose storage is something else");
  }

  private static long[] numbers(Items items) throws Malformed {
    List<Pickled> values = items.values();
    if (values.size() > MAX_AXES) {
      throw new Malformed("a tensor of " + values.size() + " axes");
    }
    long[] numbers = new long[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(values.get(i) instanceof Whole whole)) {
        throw new Malformed("a tensor with a size that is no number");
      }
      numbers[i] = whole.value();
    }
    return numbers;
  }
}
