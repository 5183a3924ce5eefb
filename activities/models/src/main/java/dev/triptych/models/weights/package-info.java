/** Named tensors: where they come from, how they are checked, and how they are stored. */
@NullMarked
package dev.triptych.models.weights;

import org.jspecify.annotations.NullMarked;
