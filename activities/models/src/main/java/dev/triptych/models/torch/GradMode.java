package dev.triptych.models.torch;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Whether operators on this thread record a graph for gradients. PyTorch keeps this flag per thread
 * and starts every thread with recording on; a network that is only evaluated runs inside {@link
 * #off()}.
 */
public final class GradMode implements AutoCloseable {
  private final boolean before;

  private GradMode(boolean enabled) {
    Torch.start();
    before = JniUtils.isGradMode();
    JniUtils.setGradMode(enabled);
  }

  /** Records until closed. */
  public static GradMode on() {
    return new GradMode(true);
  }

  /** Records nothing until closed. */
  public static GradMode off() {
    return new GradMode(false);
  }

  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
