/** Heads out of a text alone, by score distillation (Poole et al. 2022, DreamFusion). */
@NullMarked
package dev.triptych.models.distillation;

import org.jspecify.annotations.NullMarked;
