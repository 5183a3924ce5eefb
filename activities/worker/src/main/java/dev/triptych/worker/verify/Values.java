package dev.triptych.worker.verify;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.models.images.Image;
import dev.triptych.models.images.Png;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.WeightsException;
import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** How far the values of two artefacts are from each other. */
final class Values {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  private final BlobStore kept;
  private final BlobStore now;

  /**
   * @param kept has the one
   * @param now has the other
   */
  Values(BlobStore kept, BlobStore now) {
    this.kept = kept;
    this.now = now;
  }

  /**
   * @param value 0 for equal values, infinite if they are of different shapes or cannot be compared
   * @param measure what it is
   */
  record Distance(double value, String measure) {
    static Distance none(String why) {
      return new Distance(Double.POSITIVE_INFINITY, why);
    }
  }

  /** Tells pictures, tensors and JSON by their content. */
  Distance between(ArtifactRef a, ArtifactRef b) {
    try {
      byte[] begin = beginning(a);
      if (Arrays.equals(begin, PNG)) {
        return pictures(kept.get(a), now.get(b));
      }
      if (begin.length > 0 && (begin[0] == '{' || begin[0] == '[')) {
        return json(kept.get(a), now.get(b));
      }
      return tensors(Safetensors.open(kept.file(a)), Safetensors.open(now.file(b)));
    } catch (IOException | UncheckedIOException e) {
      return Distance.none("cannot be read");
    } catch (WeightsException e) {
      return Distance.none("neither picture, tensors nor JSON");
    } catch (TriptychException e) {
      return Distance.none(e.what());
    }
  }

  private byte[] beginning(ArtifactRef ref) throws IOException {
    try (var in = java.nio.file.Files.newInputStream(kept.file(ref))) {
      return in.readNBytes(PNG.length);
    }
  }

  private static Distance pictures(byte[] a, byte[] b) throws IOException {
    float[] first = colours(a);
    float[] second = colours(b);
    if (first.length != second.length || first.length == 0) {
      return Distance.none("pictures of other sizes");
    }
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += Math.abs(first[i] - second[i]);
    }
    return new Distance(sum / first.length, "mean difference of colours from 0 to 1");
  }

  private static float[] colours(byte[] png) throws IOException {
    return Png.decode(png)
        .map(picture -> Image.of(picture, Image.Range.SIGNED).colours())
        .orElse(new float[0]);
  }

  /** The largest of all tensors. */
  private static Distance tensors(Safetensors a, Safetensors b) {
    if (!a.names().equals(b.names())) {
      return Distance.none("tensors of other names");
    }
    double largest = 0;
    for (String name : a.names()) {
      if (!Objects.equals(a.shape(name), b.shape(name))) {
        return Distance.none(name + " of another shape");
      }
      largest = Math.max(largest, tensors(a, b, name));
    }
    return new Distance(largest, "norm of the difference by the norm, largest of all tensors");
  }

  private static double tensors(Safetensors a, Safetensors b, String name) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      float[] first = a.read(name, manager).toType(DataType.FLOAT32, false).toFloatArray();
      float[] second = b.read(name, manager).toType(DataType.FLOAT32, false).toFloatArray();
      double difference = 0;
      double norm = 0;
      for (int i = 0; i < first.length; i++) {
        double step = (double) second[i] - first[i];
        difference += step * step;
        norm += (double) first[i] * first[i];
      }
      return difference == 0 ? 0 : norm == 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
    }
  }

  private static Distance json(byte[] a, byte[] b) {
    List<String> first = lines(a);
    List<String> second = lines(b);
    if (first.size() != second.size()) {
      return Distance.none("JSON of other lengths");
    }
    double largest = 0;
    for (int i = 0; i < first.size(); i++) {
      largest = Math.max(largest, json(node(first.get(i)), node(second.get(i))));
    }
    return new Distance(largest, "largest difference of numbers, of those above 1 in proportion");
  }

  private static List<String> lines(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank()).toList();
  }

  private static JsonNode node(String line) {
    return Json.parse(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  /** Artefacts that it names are compared by themselves. */
  private static double json(JsonNode a, JsonNode b) {
    if (a.has("sha256") && b.has("sha256")) {
      return 0;
    }
    if (a.isNumber() && b.isNumber()) {
      double difference = Math.abs(a.doubleValue() - b.doubleValue());
      return difference == 0 ? 0 : difference / Math.max(1, Math.abs(a.doubleValue()));
    }
    if (a.isContainerNode() && a.getNodeType() == b.getNodeType() && a.size() == b.size()) {
      return a.isArray() ? elements(a, b) : members(a, b);
    }
    return a.equals(b) ? 0 : Double.POSITIVE_INFINITY;
  }

  private static double elements(JsonNode a, JsonNode b) {
    double largest = 0;
    for (int i = 0; i < a.size(); i++) {
      largest = Math.max(largest, json(a.get(i), b.get(i)));
    }
    return largest;
  }

  private static double members(JsonNode a, JsonNode b) {
    double largest = 0;
    for (var member : a.properties()) {
      largest = Math.max(largest, json(member.getValue(), b.path(member.getKey())));
    }
    return largest;
  }
}
