/** Reproducible noise that depends on a seed, a stream and an index only. */
@NullMarked
package dev.triptych.models.noise;

import org.jspecify.annotations.NullMarked;
