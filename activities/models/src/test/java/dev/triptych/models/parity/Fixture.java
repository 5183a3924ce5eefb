package dev.triptych.models.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.formula.FormulaWeights;
import dev.triptych.models.formula.ParityFormula;
import dev.triptych.models.weights.Safetensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A file of a reference implementation's outputs. A safetensors file says in its metadata which
 * network made them, with which configuration, and how its weights were filled.
 */
final class Fixture {
  /**
   * How far an output was from the reference's.
   *
   * @param error the largest, in standard deviations of the reference's output
   */
  record Comparison(String output, double error, double tolerance) {}

  private final Path file;
  private final Safetensors tensors;
  private final List<Comparison> comparisons = new ArrayList<>();

  private Fixture(Path file, Safetensors tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  static Fixture open(Path file) {
    boolean safetensors = file.getFileName().toString().endsWith(".safetensors");
    return new Fixture(file, safetensors ? Safetensors.open(file) : null);
  }

  Path file() {
    return file;
  }

  /** For example {@code eg3d_gradient.safetensors}. */
  String name() {
    return file.getFileName().toString();
  }

  boolean isSafetensors() {
    return tensors != null;
  }

  Map<String, String> metadata() {
    return tensors == null ? Map.of() : tensors.metadata();
  }

  /** The reference's class name, such as {@code UNet2DConditionModel}; empty if not stated. */
  String network() {
    return metadata().getOrDefault("network", "");
  }

  JsonNode config() {
    try {
      return new JsonMapper().readTree(metadata().getOrDefault("config", "{}"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " has a malformed config", e);
    }
  }

  /** How weights and formula inputs are filled. */
  ParityFormula formula() {
    return new ParityFormula(metadata().getOrDefault("salt", ""));
  }

  /** The weights of diffusers', transformers' and VGG's networks. */
  FormulaWeights weights() {
    return new FormulaWeights(formula());
  }

  /** A network's configuration from the JSON of its reference implementation. */
  static <C> C config(JsonNode json, Class<C> type) {
    try {
      return new JsonMapper().treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("malformed config " + json, e);
    }
  }

  boolean has(String tensor) {
    return tensors != null && tensors.shape(tensor) != null;
  }

  Shape shape(String tensor) {
    return tensors.shape(tensor);
  }

  /** A stored tensor as float32. */
  NDArray read(String tensor, NDManager manager) {
    return tensors.read(tensor, manager);
  }

  long[] readLongs(String tensor) {
    return tensors.readLongs(tensor);
  }

  /**
   * Asserts that every entry of {@code actual} is within {@code tolerance} standard deviations (of
   * the expected tensor) of the stored tensor {@code name}. Sizes must agree, shapes need not.
   */
  void assertClose(String name, NDArray actual, double tolerance) {
    try (NDArray stored = read(name, actual.getManager())) {
      assertClose(name, stored.toFloatArray(), actual.toFloatArray(), tolerance);
    }
  }

  /** What has been compared so far. */
  List<Comparison> comparisons() {
    return Collections.unmodifiableList(comparisons);
  }

  private void assertClose(String name, float[] expected, float[] actual, double tolerance) {
    assertThat(actual).as("size of %s", name).hasSize(expected.length);
    double deviation = standardDeviation(expected);
    double scale = deviation == 0 ? Math.max(1e-6, Math.abs(expected[0])) : deviation;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs((double) expected[i] - actual[i]) / scale;
      worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(worst, error);
    }
    comparisons.add(new Comparison(name, worst, tolerance));
    assertThat(worst).as("largest error of %s in standard deviations", name).isLessThan(tolerance);
  }

  private static double standardDeviation(float[] values) {
    double mean = 0;
    double square = 0;
    for (float value : values) {
      mean += value / (double) values.length;
    }
    for (float value : values) {
      square += (value - mean) * (value - mean) / values.length;
    }
    return Math.sqrt(square);
  }

  @Override
  public String toString() {
    return name() + (network().isEmpty() ? "" : " (" + network() + ")");
  }
}
