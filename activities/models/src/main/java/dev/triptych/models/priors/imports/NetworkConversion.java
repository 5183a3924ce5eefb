package dev.triptych.models.priors.imports;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.models.weights.WeightsException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes a network's tensors under the names and in the shapes that it asks for. */
record NetworkConversion(NetworkDraft network, Precision precision) implements SetWriter.Content {
  @Override
  public void write(OutputStream out) throws IOException {
    try (NDManager manager = Torch.newManager()) {
      SafetensorsWriter.write(
          out, network.shapes(), name -> read(name, manager), Map.of(), precision);
    } catch (WeightsException e) {
      throw new ImportException(List.of(Problems.of(e).of(network.role())));
    } catch (NonFiniteException e) {
      throw new ImportException(
          network.tensors().origin(),
          "a network cannot use it (" + e.getMessage() + ")",
          precision == Precision.FLOAT16
              ? "Keep such large numbers with --precision bf16 or fp32; if they are none at all,"
                  + " download the file again."
              : "Download it again.");
    }
  }

  private NDArray read(String name, NDManager manager) {
    Shape shape = Objects.requireNonNull(network.shapes().get(name));
    NDArray stored = network.tensors().read(name, manager);
    if (stored.getShape().equals(shape)) {
      return stored;
    }
    try (stored) {
      return stored.reshape(shape);
    }
  }
}
