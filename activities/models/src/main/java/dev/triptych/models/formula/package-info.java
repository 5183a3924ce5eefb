/** Weights by formula: networks of any size that need no file, and that others can fill alike. */
@NullMarked
package dev.triptych.models.formula;

import org.jspecify.annotations.NullMarked;
