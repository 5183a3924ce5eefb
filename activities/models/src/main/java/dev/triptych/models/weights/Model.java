package dev.triptych.models.weights;

import ai.djl.ndarray.NDManager;

/** A network with its tensors and the manager that owns them; closing it frees them. */
public record Model<N>(N network, StateDict state, NDManager manager) implements AutoCloseable {
  @Override
  public void close() {
    manager.close();
  }
}
