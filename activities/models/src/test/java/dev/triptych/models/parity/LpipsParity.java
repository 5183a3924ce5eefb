package dev.triptych.models.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.weights.Weights;

/** LPIPS with its terms and its gradient. */
final class LpipsParity implements ParityCheck {
  @Override
  public boolean serves(Fixture fixture) {
    return fixture.network().equals("LPIPS-VGG16");
  }

  @Override
  public void check(Fixture fixture, NDManager manager) {
    Lpips.Config config = Fixture.config(fixture.config(), Lpips.Config.class);
    Lpips lpips =
        Weights.generate(fixture.weights(), manager, weights -> new Lpips(weights.frozen(), config))
            .network();
    NDArray a = fixture.read("input.a", manager);
    NDArray b = fixture.read("input.b", manager);
    try (GradMode off = GradMode.off()) {
      fixture.assertClose("output.distance", lpips.distance(a, b), 1e-4);
      fixture.assertClose(
          "output.per_layer", lpips.terms(lpips.features(a), lpips.features(b)), 1e-4);
    }
    a.setRequiresGradient(true);
    Autograd.backward(() -> lpips.distance(a, lpips.features(b)).sum());
    fixture.assertClose("output.grad_a", Autograd.gradient(a, manager), 1e-4);
  }
}
