/** Public checkpoints and parts of other sets become a prior set: read, checked, converted. */
@NullMarked
package dev.triptych.models.priors.imports;

import org.jspecify.annotations.NullMarked;
