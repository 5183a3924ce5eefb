/**
 * The bridge to PyTorch: engine settings, TorchScript kernels from source, and gradients per
 * thread.
 */
@NullMarked
package dev.triptych.models.torch;

import org.jspecify.annotations.NullMarked;
