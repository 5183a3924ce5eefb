package dev.triptych.models.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.formula.FormulaWeights;
import dev.triptych.models.formula.ParityFormula;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ResidualBlockTest {
  private static Model<ResidualBlock> block(NDManager manager, UnaryOperator<Weights> view) {
    return Weights.generate(
        new FormulaWeights(new ParityFormula("")),
        manager,
        weights -> new ResidualBlock(view.apply(weights), 256, 256, new Norm(8, 1e-6)));
  }

  @Test
  void aWideFrozenBlockComputesTheSameAtAnySize() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      Model<ResidualBlock> plain = block(manager, weights -> weights);
      Model<ResidualBlock> frozen = block(manager, Weights::frozen);
      assertThat(frozen.state().tensors()).doesNotContainKey("conv1.weight");
      for (long[] size : new long[][] {{16, 16}, {5, 7}, {1, 2}}) {
        Shape shape = new Shape(2, 256, size[0], size[1]);
        NDArray x = manager.create(new CounterNoise(3).gaussian(0, (int) shape.size()), shape);
        NDArray expected = plain.network().forward(x);
        NDArray difference = frozen.network().forward(x).sub(expected).abs().max();
        assertThat(difference.getFloat()).isLessThan(2e-4f);
        assertThat(expected.abs().max().getFloat()).isGreaterThan(1);
      }
    }
  }
}
