package dev.triptych.models.parity;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Set;

/** Compares one kind of network with the numbers that its reference implementation produced. */
interface ParityCheck {
  /** Whether this check knows what to do with {@code fixture}. */
  boolean serves(Fixture fixture);

  /** The network's name for people. */
  default String network(Fixture fixture) {
    return fixture.network();
  }

  /** Names of the files beside a fixture that it cannot do without. */
  default Set<String> companions() {
    return Set.of();
  }

  /**
   * Native memory that the check needs at its peak, roughly; a fixture that needs more than the
   * machine has left is skipped.
   */
  default long bytesNeeded(Fixture fixture) {
    return 512L << 20;
  }

  /**
   * Builds the network from the fixture's configuration, runs it and asserts its outputs.
   *
   * @param manager is closed after the check
   */
  void check(Fixture fixture, NDManager manager) throws IOException;
}
