/** Optimisation of named tensors with state that can be saved and resumed. */
@NullMarked
package dev.triptych.models.training;

import org.jspecify.annotations.NullMarked;
