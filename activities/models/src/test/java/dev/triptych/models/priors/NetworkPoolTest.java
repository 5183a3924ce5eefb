package dev.triptych.models.priors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkPoolTest {
  private static final long SIZE = 400;

  /** A step: the networks that it uses until it is closed. */
  private static final class Step implements AutoCloseable {
    private final NetworkPool pool;
    private final List<String> roles = new ArrayList<>();

    Step(NetworkPool pool) {
      this.pool = pool;
    }

    NDArray use(String role) {
      NDArray network =
          (NDArray)
              pool.use(
                  this,
                  role,
                  () -> new NetworkPool.Load<>(SIZE, manager -> manager.ones(new Shape(100))));
      roles.add(role);
      return network;
    }

    @Override
    public void close() {
      pool.leave(roles);
    }
  }

  private static NetworkPool pool(long networks) {
    return new NetworkPool(Device.cpu(), networks * SIZE);
  }

  @Test
  void stepsShareANetworkThatIsLoadedOnce() {
    try (NetworkPool pool = pool(0);
        Step one = new Step(pool);
        Step other = new Step(pool)) {
      assertThat(one.use("unet")).isSameAs(other.use("unet"));
      assertThat(pool.loadedBytes()).isEqualTo(SIZE);
    }
  }

  @Test
  void networksThatNobodyUsesStayWhileAllFit() {
    try (NetworkPool pool = pool(2)) {
      run(pool, "unet");
      run(pool, "eg3d");
      assertThat(pool.loaded()).containsExactly("unet", "eg3d");
      run(pool, "clip");
      assertThat(pool.loaded()).containsExactly("eg3d", "clip");
    }
  }

  @Test
  void withoutRoomTheNetworksOfOneKindOfStepStayUntilAnotherKindBegins() {
    try (NetworkPool pool = pool(0)) {
      run(pool, "unet", "vae", "text");
      NDArray unet = run(pool, "unet", "vae").get(0);
      assertThat(pool.loaded()).containsExactlyInAnyOrder("unet", "vae", "text");
      assertThat(run(pool, "unet", "vae").get(0)).as("is not loaded again").isSameAs(unet);
      assertThat(pool.loaded()).containsExactlyInAnyOrder("unet", "vae");
      run(pool, "eg3d");
      assertThat(pool.loaded()).containsExactly("eg3d");
    }
  }

  @Test
  void withoutRoomNothingStaysBesideAStepAtWork() {
    try (NetworkPool pool = pool(0);
        Step training = new Step(pool)) {
      training.use("eg3d");
      run(pool, "unet", "vae");
      assertThat(pool.loaded()).containsExactly("eg3d");
    }
  }

  @Test
  void aNetworkInUseIsNeverFreed() {
    try (NetworkPool pool = pool(0);
        Step step = new Step(pool)) {
      NDArray unet = step.use("unet");
      run(pool, "unet");
      run(pool, "eg3d");
      assertThat(unet.sum().getFloat()).isEqualTo(100);
      assertThat(pool.loaded()).contains("unet");
    }
  }

  @Test
  void whenMemoryIsShortAllGoThatNobodyUses() {
    try (NetworkPool pool = pool(9);
        Step training = new Step(pool)) {
      NDArray eg3d = training.use("eg3d");
      NDArray unet = run(pool, "unet", "vae").get(0);
      pool.freeIdle();
      assertThat(pool.loaded()).containsExactly("eg3d");
      assertThat(eg3d.sum().getFloat()).isEqualTo(100);
      assertThatThrownBy(unet::toFloatArray).isInstanceOf(IllegalStateException.class);
      assertThat(run(pool, "unet").get(0).sum().getFloat()).as("loaded again").isEqualTo(100);
    }
  }

  @Test
  void aFreedNetworkIsClosed() {
    try (NetworkPool pool = pool(0)) {
      NDArray unet = run(pool, "unet").get(0);
      run(pool, "eg3d");
      assertThatThrownBy(unet::toFloatArray).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aNetworkThatCannotBeBuiltLeavesNothing() {
    try (NetworkPool pool = pool(0)) {
      Object user = new Object();
      List<NDManager> managers = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  pool.use(
                      user,
                      "unet",
                      () ->
                          new NetworkPool.Load<>(
                              SIZE,
                              manager -> {
                                managers.add(manager);
                                throw new IllegalArgumentException("no");
                              })))
          .hasMessage("no");
      assertThat(pool.loaded()).isEmpty();
      assertThat(managers.get(0).isOpen()).isFalse();
    }
  }

  @Test
  void memoryStaysFlatOverManyLoads() {
    try (NetworkPool pool = pool(0);
        NDManager beside = Torch.newManager()) {
      int before = arrays(beside);
      for (int i = 0; i < 200; i++) {
        run(pool, "unet", "vae");
        run(pool, "eg3d", "lpips");
      }
      assertThat(pool.loaded()).containsExactlyInAnyOrder("eg3d", "lpips");
      assertThat(arrays(beside)).isEqualTo(before + 2);
    }
  }

  /** Arrays of the whole process, as far as managers below the engine's own have them. */
  private static int arrays(NDManager manager) {
    return ((BaseNDManager) manager.getParentManager()).getManagedArrays().size();
  }

  private static List<NDArray> run(NetworkPool pool, String... roles) {
    try (Step step = new Step(pool)) {
      List<NDArray> networks = new ArrayList<>();
      for (String role : roles) {
        networks.add(step.use(role));
      }
      return networks;
    }
  }
}
