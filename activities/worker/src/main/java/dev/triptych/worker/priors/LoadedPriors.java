package dev.triptych.worker.priors;

import ai.djl.Device;
import dev.triptych.models.diffusion.InstructPix2Pix;
import dev.triptych.models.priors.EditorPrecision;
import dev.triptych.models.priors.NetworkPool;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorException;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.worker.errors.TriptychException.MissingPrior;
import dev.triptych.workflows.priors.PriorRef;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The prior sets of this process. A set's networks are loaded once on each device, whoever uses
 * them; those that no step uses stay until others need the room.
 */
public final class LoadedPriors implements AutoCloseable {
  private static final int SETS = 1; // of each device
  private static final int INSTRUCTIONS = 4; // a few styles at a time

  private final @Nullable Path folder;
  private final boolean lowMemory;
  private final Map<Device, SharedCache<PriorRef, Loaded>> devices = new ConcurrentHashMap<>();

  /**
   * @param folder with one folder for each set; null if there are none
   */
  public LoadedPriors(@Nullable Path folder) {
    this(folder, false);
  }

  /**
   * @param lowMemory whether only networks of steps at work are in memory, which load theirs more
   *     often then
   */
  public LoadedPriors(@Nullable Path folder, boolean lowMemory) {
    this.folder = folder;
    this.lowMemory = lowMemory;
  }

  private record Loaded(PriorSet set, NetworkPool pool, SharedCache<Prompts, PreparedEdit> edits) {
    Networks networks() {
      return new Networks(set, pool);
    }

    PreparedEdit prepare(Prompts prompts) {
      try (Networks networks = networks()) {
        return PreparedEdit.of(
            networks, prompts.precision(), prompts.positive(), prompts.negative());
      }
    }

    void close() {
      edits.close();
      pool.close();
    }
  }

  private record Prompts(String positive, String negative, EditorPrecision precision) {}

  /** One step's use of a set; the networks that it asks for are freed only after this is closed. */
  public static final class Lease implements AutoCloseable {
    private final SharedCache.Lease<Loaded> loaded;
    private final Networks networks;

    private Lease(SharedCache.Lease<Loaded> loaded) {
      this.loaded = loaded;
      this.networks = loaded.value().networks();
    }

    public Networks networks() {
      return networks;
    }

    /** Encodes the prompts, once for all edits with the same ones. */
    public EditLease edit(String prompt, String negativePrompt, EditorPrecision precision) {
      Prompts prompts = new Prompts(prompt, negativePrompt, precision);
      return new EditLease(
          loaded.value().edits().acquire(prompts, () -> loaded.value().prepare(prompts)));
    }

    @Override
    public void close() {
      networks.close();
      loaded.close();
    }
  }

  /** Encoded prompts in use. */
  public static final class EditLease implements AutoCloseable {
    private final SharedCache.Lease<PreparedEdit> prepared;

    private EditLease(SharedCache.Lease<PreparedEdit> prepared) {
      this.prepared = prepared;
    }

    public InstructPix2Pix.Instruction instruction() {
      return prepared.value().instruction();
    }

    @Override
    public void close() {
      prepared.close();
    }
  }

  /**
   * The set that {@code ref} names, on {@code device}.
   *
   * @throws MissingPrior if there is none of that name, or it has another digest
   */
  public Lease use(PriorRef ref, Device device) {
    return new Lease(
        sets(device)
            .acquire(
                ref,
                () ->
                    new Loaded(
                        find(ref),
                        lowMemory ? NetworkPool.ofLowMemory(device) : NetworkPool.of(device),
                        new SharedCache<>(INSTRUCTIONS, PreparedEdit::close))));
  }

  /**
   * Frees the networks on {@code device} that no step uses: memory ran out there, although they are
   * within their share of it. The next attempt has their room.
   */
  public void freeIdle(Device device) {
    sets(device).forEach(loaded -> loaded.pool().freeIdle());
  }

  private SharedCache<PriorRef, Loaded> sets(Device device) {
    return devices.computeIfAbsent(device, one -> new SharedCache<>(SETS, Loaded::close));
  }

  private PriorSet find(PriorRef ref) {
    PriorSet found;
    try {
      found = PriorSet.find(ref.name(), folder);
    } catch (PriorException e) {
      throw new MissingPrior(
          e.what(),
          e.where(),
          "Copy the set's folder to this worker from where the run was launched. `triptych priors"
              + " list` shows what a worker has.");
    }
    if (!found.digest().equals(ref.digest())) {
      throw new MissingPrior(
          "The prior set '"
              + ref.name()
              + "' has digest "
              + found.digest()
              + ", not "
              + ref.digest(),
          found.location(),
          "Put the set that the run began with in its place, or launch the spec as a new run.");
    }
    return found;
  }

  @Override
  public void close() {
    devices.values().forEach(SharedCache::close);
  }
}
