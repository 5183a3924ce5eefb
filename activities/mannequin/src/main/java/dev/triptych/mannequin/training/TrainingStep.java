package dev.triptych.mannequin.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.training.Training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/** One step of {@link MannequinTraining}. */
public final class TrainingStep {
  /**
   * What a step gave, besides its result.
   *
   * @param losses by step of the training
   * @param figures how good the result is on what it was not trained on
   */
  public record Outcome(Map<String, float[]> losses, SortedMap<String, Double> figures) {}

  /** What a step does; everything made with the manager is freed at its end. */
  interface Work {
    Outcome run(Training.Observer observer, NDManager manager) throws IOException;
  }

  private final String name;
  private final Path result;
  private final Path checkpoints;
  private final Work work;

  TrainingStep(String name, Path result, Path checkpoints, Work work) {
    this.name = name;
    this.result = result;
    this.checkpoints = checkpoints;
    this.work = work;
  }

  /** Written into the result. */
  String name() {
    return name;
  }

  /** The file that {@link #run} writes, and where later steps look for it. */
  public Path result() {
    return result;
  }

  /** The folder of the step's checkpoints; it goes on from the newest that lies there. */
  public Path checkpoints() {
    return checkpoints;
  }

  /** Runs the step to its end, on the processor. */
  public Outcome run(Training.Observer observer) {
    return run(observer, Device.cpu());
  }

  /** Runs the step to its end, its networks on {@code device}. */
  public Outcome run(Training.Observer observer, Device device) {
    try (NDManager manager = Torch.newManager(device)) {
      return work.run(observer, manager);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
